"""When to try again. Pure: randomness is passed in."""

BASE, CAP = 0.2, 60.0
LONGEST_WISH = 600.0
DEFAULT_TRIES = 20
NETWORK_GONE = 15 * 60.0
_PROGRESS = 64 << 10
# How often what is hardly ever cured is tried again all the same: caches lag behind, and login pages come and go.
_PATIENCE = {
    'not-found': 2,
    'web-page': 2,
    'forbidden': 1,
    'login-needed': 2,
    'quota-exceeded': 2,
    'encoded-body': 2,
    'unknown-host': 4,
    'bad-response': 6,
}


class Backoff:
    """Full jitter, capped; the count starts again with every progress.

    `tries` is how many times in a row may fail (None: the default, and a network that is gone is waited out for
    15 minutes); `random()` gives numbers in [0, 1).
    """

    def __init__(self, tries, random):
        self.tries = tries
        self.failed = 0
        self.stalls = 0  # how many of these were stalls
        self._random = random
        self._came = 0
        self._gone_since = None
        self._began = False

    def progress(self, count=_PROGRESS):
        """`count` bytes came (or something else went well). A few do not count: who gives one byte a connection would be asked for ever."""
        self._came += count
        if self._came >= _PROGRESS:
            self._came = self.failed = self.stalls = 0
            self._gone_since = None
            self._began = True

    def delay(self, failure, now):
        """Seconds to wait before the next try, None if there is none left. `now` is a monotonic time in seconds."""
        self.failed += 1
        self.stalls += failure.code == 'stalled'
        if self.tries is not None and self.failed >= self.tries:
            return None
        code = 'no-network' if self._began and failure.code == 'unknown-host' else failure.code
        if self.failed > _PATIENCE.get(code, DEFAULT_TRIES - 1 if failure.retryable else 0) and code != 'no-network':
            if self.tries is None or not failure.retryable:
                return None
        if code == 'no-network':
            if self._gone_since is None:
                self._gone_since = now
            if self.tries is None and now - self._gone_since > NETWORK_GONE:
                return None
        if self.failed == 1 and failure.code == 'connection-lost':
            return 0.0
        wait = self._random() * min(CAP, BASE * 2 ** min(self.failed, 20))
        if failure.retry_after is None:
            return wait
        # A wish beyond all measure is not waited out, but heeded a little.
        return failure.retry_after if failure.retry_after <= LONGEST_WISH else max(wait, 2.0)
