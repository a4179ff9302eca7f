"""How many connections help, and how many a server bears. Pure: told the time in monotonic seconds."""

_MOST = 8
_LOOK_SECONDS, _DOUBT_SECONDS = 1.0, 3.0  # how long the speed is looked at; how long before more is said to be of no use
_SETTLE_SECONDS = 0.3  # new connections have this to get going
_WORTH_BYTES, _WORTH_SECONDS = 16 << 20, 2.0  # with less to come than this, another connection is not worth its greeting
_CROWDED_SECONDS = 10.0
_GAIN = 1.15


class Pace:
    """Doubles the connections for as long as that makes the whole faster by a seventh."""

    def __init__(self):
        self._since = self._held = None
        self._settles_at = 0.0
        self._speed, self._grown, self._settled = 0.0, False, False

    def connections(self, held, missing, used, now):
        """How many to use next, given the bytes held and missing and how many are used."""
        if self._settled or now < self._settles_at:
            return used
        if self._held is None:
            self._since, self._held = now, held
        passed = now - self._since
        if passed < _LOOK_SECONDS:
            return used
        speed = (held - self._held) / passed
        if self._grown and passed < _DOUBT_SECONDS and speed < self._speed * _GAIN:
            return used
        self._held, self._settles_at = None, now + _SETTLE_SECONDS
        if self._grown and speed < self._speed * _GAIN:
            self._settled = True
            return used if speed > self._speed * 1.05 else used // 2
        self._speed = speed
        self._grown = missing >= max(_WORTH_BYTES, speed * _WORTH_SECONDS) and used < _MOST
        return used * 2 if self._grown else used


class Bearable:
    """How many connections a server bears: fewer once it turned one away; after a while one more is tried again."""

    def __init__(self, most):
        self._most = most
        self._until = 0.0

    def turned_away(self, used, now, wait):
        """One of `used` connections was one too many; `wait` is the server's own wish in seconds, or None."""
        self._most = max(1, used - 1)
        self._until = now + max(_CROWDED_SECONDS, wait or 0)

    def limit(self, wanted, now):
        if wanted > self._most and now >= self._until:
            self._most += 1
            self._until = now + _CROWDED_SECONDS
        return min(wanted, self._most)
