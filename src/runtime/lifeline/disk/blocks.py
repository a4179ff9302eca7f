"""Which bytes of a file are held. The file is cut into blocks; each block is filled from its start.

That one rule makes everything else small: a block's state is one number, its digest can be carried on as it grows, and
a bad block can be given up alone. Pure: no disk, no threads.
"""

SMALLEST = 1 << 20
MOST = 4096


def block_size(size):
    """The size of a block for a file of `size` bytes (None: unknown): a power of two, at most 4096 blocks to a file."""
    if size is None:
        return 8 * SMALLEST
    block = SMALLEST
    while size > block * MOST:
        block *= 2
    return block


class Blocks:
    """`fill[i]` bytes of block i are held. `size` is None while it is not known; blocks are then added as they come."""

    def __init__(self, size, block=None):
        self.size = size
        self.block = block or block_size(size)
        self.fill = [0] * (0 if size is None else -(-size // self.block))
        self.held = 0

    def room(self, index):
        """How many bytes block `index` has in all."""
        if self.size is None:
            return self.block
        return min(self.block, self.size - index * self.block)

    def lacks(self, index):
        """Whether something of block `index` is missing."""
        return self.fill[index] < self.room(index)

    def add(self, offset, count):
        """Notes that `count` bytes at `offset` are held now. They must follow on what is held of their block."""
        while count > 0:
            index, within = divmod(offset, self.block)
            if self.size is None:
                self.fill.extend([0] * (index + 1 - len(self.fill)))
            step = min(count, self.room(index) - within)
            if index >= len(self.fill) or within > self.fill[index] or step <= 0:
                raise ValueError('bytes that do not follow on their block')
            gain = max(0, within + step - self.fill[index])
            self.fill[index] += gain
            self.held += gain
            offset += step
            count -= step

    def drop(self, index):
        """Gives up all bytes of a block."""
        self.held -= self.fill[index]
        self.fill[index] = 0

    def front(self):
        """How many bytes are held without a gap from the start."""
        for index, fill in enumerate(self.fill):
            if self.lacks(index):
                return index * self.block + fill
        return len(self.fill) * self.block if self.size is None else self.size

    @property
    def complete(self):
        return self.size is not None and self.held == self.size

    def gaps(self):
        """The (start, end) runs that are not held, in order; a run never begins inside what is held."""
        runs = []
        for index, fill in enumerate(self.fill):
            room = self.room(index)
            if fill == room:
                continue
            start, end = index * self.block + fill, index * self.block + room
            if fill == 0 and runs and runs[-1][1] == start:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        return runs

    def ahead(self, offset):
        """How many bytes from `offset` on are held in its block."""
        index, within = divmod(offset, self.block)
        return max(0, self.fill[index] - within) if index < len(self.fill) else 0

    def held_before(self, offset):
        """How many bytes right before `offset` are held without a gap."""
        index, within = divmod(offset, self.block)
        if within and (index >= len(self.fill) or self.fill[index] < within):
            return 0
        total = within
        while index > 0 and self.fill[index - 1] == self.block:
            index -= 1
            total += self.block
        return total
