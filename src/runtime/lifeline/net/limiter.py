"""A speed limit shared by all who take from it."""

import threading
import time

_SLICE = 0.2  # seconds: how soon a change of the limit, or a stop, is noticed
_SMALLEST = 4096


class Limiter:
    """Lets `rate` bytes a second pass, None: any number. The rate may be changed at any time."""

    def __init__(self, rate=None):
        self.rate = rate
        self._lock = threading.Lock()
        self._free_at = 0.0

    def piece(self, most):
        """How many of `most` bytes to take at once, so that nobody waits long for their turn."""
        rate = self.rate
        return min(most, max(_SMALLEST, int(rate * _SLICE))) if rate else most

    def take(self, count, stopped):
        """Waits until `count` bytes more may have passed, or `stopped()` says that nobody needs them any more."""
        rate = self.rate
        if not rate:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic() - _SLICE / 2) + count / rate
            until = self._free_at
        while (wait := until - time.monotonic()) > 0 and self.rate == rate and not stopped():
            time.sleep(min(wait, _SLICE))
