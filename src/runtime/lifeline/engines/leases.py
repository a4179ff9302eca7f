"""Who fetches which bytes: runs of what is missing, leased to connections from the front to the end.

From the front, so that the digest can follow while the bytes are in memory; in portions that become smaller towards the
end, so that all connections end at about the same time. Pure: guarded by its user's lock, told the time.
"""

LARGEST, SMALLEST = 64 << 20, 1 << 20
_SLOW_SECONDS, _SLOW_FACTOR = 5.0, 4.0


class Lease:
    """A run of bytes that one connection is fetching: from `pos` to `end` (None: to the end, wherever that is)."""

    def __init__(self, pos, end, now=0.0):
        self.pos, self.end = pos, end
        self.start, self.since = pos, now
        self.unsure = False  # whether its bytes may still turn out to be wrong
        self.probe = False  # whether its bytes are held, and only to be compared

    def speed(self, now):
        return (self.pos - self.start) / max(now - self.since, 0.001)


class Leases:
    """The leases on what `part` lacks."""

    def __init__(self, part):
        self._part = part
        self._best = 0.0
        self._probes = []
        self.held = set()

    def probe(self, size):
        """Has up to `size` bytes at the start, in the middle and at the end of what is held leased first, to be compared."""
        blocks = self._part.blocks
        held = [index for index, fill in enumerate(blocks.fill) if fill]
        if not held:
            return
        ends = [index * blocks.block + blocks.fill[index] for index in held]
        starts = {held[0] * blocks.block, held[len(held) // 2] * blocks.block, max(held[-1] * blocks.block, ends[-1] - size)}
        for start in sorted(starts):
            lease = Lease(start, start + min(size, blocks.ahead(start)))
            lease.probe = True
            self._probes.append(lease)

    @property
    def idle(self):
        """Whether nothing is leased, and no probe waits."""
        return not self.held and not self._probes

    def covers_all(self, lease):
        """`lease` has become one on everything from the start: its own bytes are the proof."""
        self._probes.clear()
        lease.pos, lease.end, lease.probe = (0 if lease.probe else lease.pos), self._part.blocks.size, False

    def proves(self, lease):
        """Whether `lease` is the last of what was to be compared, and was compared to its end."""
        return lease.pos >= lease.end and not self._probes

    def take(self, connections, now):
        """A lease on something that nobody fetches, when `connections` are to share the work; None: nothing is left."""
        lease = self._probes.pop() if self._probes else self._find(connections, now)
        if lease:
            self.held.add(lease)
        return lease

    def give_back(self, lease, now):
        self.held.discard(lease)
        if lease.probe:
            if lease.pos < lease.end:
                self._probes.append(lease)
            return
        self._best = max(self._best, lease.speed(now))

    def alone(self, lease):
        return self.held <= {lease}

    def extend(self, lease, at, most=LARGEST):
        """Lets a lease that is at its end `at` go on there if that is free; returns whether it is."""
        for start, end in self._free(lease):
            if start == at:
                lease.end = min(end, at + most)
                return True
        return False

    def _find(self, connections, now):
        blocks = self._part.blocks
        if blocks.size is None:
            return None if self.held else Lease(blocks.front(), None, now)
        if connections == 1:
            return None if self.held or blocks.complete else Lease(*blocks.gaps()[0], now)
        for lease in self.held:
            if lease.end is None:  # it was taken before anyone knew the size
                lease.end = blocks.size
        free = self._free()
        if not free and self._split():
            free = self._free()
        if not free:
            return self._take_over(now)
        start, end = free[0]
        share = sum(high - low for low, high in free) // (2 * connections)
        return Lease(start, min(end, self._edge(start + min(LARGEST, max(SMALLEST, share)))), now)

    def _split(self):
        """Ends the widest lease half way, or where its portion ends; returns whether that freed anything."""
        widest = max(self.held, key=lambda lease: lease.end - lease.pos, default=None)
        if widest is None:
            return False
        half = (widest.end - widest.pos) // 2
        middle = self._edge(widest.pos + min(LARGEST, max(SMALLEST, half)))
        if middle >= widest.end:
            return False
        widest.end = middle
        return True

    def _take_over(self, now):
        """The rest of a lease that is far slower than the others were: whoever holds it will find it ended."""
        for lease in self.held:
            left, speed = lease.end - lease.pos, lease.speed(now)
            if now - lease.since > _SLOW_SECONDS and left > speed * _SLOW_SECONDS and self._best > speed * _SLOW_FACTOR:
                rest = Lease(lease.pos, lease.end, now)
                lease.end = lease.pos
                return rest
        return None

    def _edge(self, offset):
        block = self._part.blocks.block
        return -(-offset // block) * block

    def _free(self, but=None):
        return without(self._part.blocks.gaps(), [(lease.pos, lease.end) for lease in self.held if lease is not but])


def without(runs, taken):
    """What of the (start, end) `runs` is left when the `taken` ones are cut out."""
    for low, high in taken:
        runs = [
            piece
            for start, end in runs
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return runs
