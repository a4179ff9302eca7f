"""Answers that come at a set speed, for a download that is to be broken off at a known place."""

import threading
import time

from origin import span

_PIECE = 64 << 10


class Pace:
    """Lets `rate` bytes a second through, over all connections together; None: as fast as it goes."""

    def __init__(self, rate):
        self.rate = rate
        self._lock = threading.Lock()
        self._free_at = 0.0

    def take(self, count):
        with self._lock:
            if self.rate is None:
                return
            now = time.monotonic()
            wait = self._free_at - now
            self._free_at = max(now, self._free_at) + count / self.rate
        if wait > 0:
            time.sleep(wait)


def paced(data, pace):
    """A script that serves `data` (a memoryview) with ranges, a length and a strong ETag."""

    def script(request, reply):
        first, last, status = span(request, data)
        if first >= len(data):
            return reply.head(416, Content_Range=f'bytes */{len(data)}', Content_Length=0, Connection='close')
        ranged = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **ranged)
        for at in range(first, last + 1, _PIECE):
            end = min(at + _PIECE, last + 1)
            pace.take(end - at)
            reply.body(data[at:end])

    return script
