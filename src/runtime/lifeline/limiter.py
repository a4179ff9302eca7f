"""A speed limit shared by all who take from it."""

import threading
import time


class Limiter:
    """Lets `rate` bytes a second pass, None: any number. The rate may be changed at any time."""

    def __init__(self, rate=None):
        self.rate = rate
        self._lock = threading.Lock()
        self._free_at = 0.0

    def take(self, count):
        """Waits until `count` bytes more may have passed."""
        if not self.rate:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now - 0.1) + count / self.rate
            wait = self._free_at - now
        if wait > 0:
            time.sleep(min(wait, 1.0))
