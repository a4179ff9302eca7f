"""Compares what an earlier run left of a part with what its journal says of each block.

To read 100 GB before the first byte is asked for would take minutes. So only what the server's bytes will be joined to
or compared with is read first; all else meanwhile, and a block that turns out to be bad is fetched again.
"""

import threading

from ..errors import Failure


class Recheck:
    """`sums` are the journal's, (bytes, CRC-32) of each block; `part` holds all of these blocks so far."""

    def __init__(self, part, sums):
        self._part = part
        self._blocks = part.blocks
        self._sums = list(sums)
        self._later = []  # indices of blocks, from the last to the first
        self._ending = threading.Event()
        self._thread = None

    def first(self, everything, tick):
        """Checks the blocks before each gap, or all of them. `tick` is called now and then, and may raise."""
        blocks = self._blocks
        # From the end, as a block that is given up leaves the one before it to be joined to.
        for index in reversed(range(len(self._sums))):
            tick()
            if everything or blocks.lacks(index) or (index + 1 < len(self._sums) and blocks.lacks(index + 1)):
                self._check(index)
            else:
                self._later.append(index)

    def start(self):
        """Checks the rest on a thread of its own."""
        self._ending.clear()
        self._thread = threading.Thread(target=self._check_rest, name='lifeline-recheck', daemon=True)
        self._thread.start()

    def wait(self, tick):
        """Returns when all was checked. `tick` is called about ten times a second, and may raise."""
        while self._thread.is_alive():
            tick()
            self._thread.join(0.1)

    def stop(self):
        self._ending.set()
        self._thread.join()

    def _check_rest(self):
        try:
            while self._later and not self._ending.is_set():
                # From the front: what comes before a block that is given up is known to be good then.
                self._check(self._later.pop())
        except Failure as failure:
            self._part.failure = failure

    def _check(self, index):
        count, expected = self._sums[index]
        if count and self._part.sum(index * self._blocks.block, count) != expected:
            self._part.give_up(index, self._blocks)
