"""How often what has come is made durable: a balance between what a crash costs and what the disk and processor do for it."""

import threading
import time

from ..errors import Failure

_LONGEST, _SHORTEST = 1.0, 0.1  # seconds


class Keeper:
    """Flushes `part` again and again, on a thread of its own, so that the network never waits for the disk."""

    def __init__(self, part):
        self._part = part
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name='lifeline-keeper', daemon=True)
        self._thread.start()

    def stop(self):
        """Returns when no flush goes on any more."""
        self._ending.set()
        self._thread.join()

    def _work(self):
        pause = _SHORTEST
        while not self._ending.wait(pause):
            began, worked = time.monotonic(), time.thread_time()
            try:
                self._part.flush()
            except Failure as failure:
                self._part.failure = failure
                return
            # A quick disk gives a fine journal; a slow one is kept busy for a quarter of the time at most. What the sums
            # of a fast transfer take of a processor that moves its bytes, too, is worth up to a second of it.
            wish = max(3 * (time.monotonic() - began), 12 * (time.thread_time() - worked))
            pause = min(_LONGEST, max(_SHORTEST, wish))
