"""When to try again. Pure: randomness is passed in."""

BASE, CAP = 0.2, 60.0
LONGEST_WISH = 600.0
DEFAULT_TRIES = 20
NETWORK_GONE = 15 * 60.0
# How often a permanent error is tried again all the same: caches lag behind, and login pages come and go.
PATIENCE = {'not-found': 2, 'web-page': 2, 'forbidden': 1, 'login-needed': 1, 'encoded-body': 2}


class Backoff:
    """Full jitter, capped; the count starts again with every progress.

    `tries` is how many times in a row may fail (None: the default, and a network that is gone is waited out for
    15 minutes); `random()` gives numbers in [0, 1).
    """

    def __init__(self, tries, random):
        self.tries = tries
        self.failed = 0
        self._random = random
        self._gone_since = None

    def progress(self):
        self.failed = 0
        self._gone_since = None

    def delay(self, failure, now):
        """Seconds to wait before the next try, None if there is none left. `now` is a monotonic time in seconds."""
        self.failed += 1
        if self.tries is not None and self.failed >= self.tries:
            return None
        if not failure.retryable and self.failed > PATIENCE.get(failure.code, 0):
            return None
        if failure.code == 'no-network':
            if self._gone_since is None:
                self._gone_since = now
            if self.tries is None and now - self._gone_since > NETWORK_GONE:
                return None
        elif self.tries is None and self.failed >= DEFAULT_TRIES:
            return None
        if failure.retry_after is not None:
            return min(failure.retry_after, LONGEST_WISH)
        if self.failed == 1 and failure.code == 'connection-lost':
            return 0.0
        return self._random() * min(CAP, BASE * 2 ** min(self.failed, 20))
