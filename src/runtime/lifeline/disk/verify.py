"""The digest of the whole file, taken as it arrives, so that the end needs no second read."""

import hashlib
import threading

from ..digests import STRENGTH
from ..errors import Failure

_CHUNK = 256 << 10


def expected_digest(given, stated):
    """(algorithm, hex, who says so) of the digest to check, None if nobody states one. The user's word goes first."""
    for source, digests in (('it should have', given), ('the server states', stated)):
        for name in STRENGTH:
            if name in digests:
                return name, digests[name], source
    return None


class Digest:
    """Follows the front of a part on a thread of its own and hashes what is there.

    `given` are the user's digests; the server's own are taken from the part's resource once that is known.
    """

    def __init__(self, part, given):
        self.expected = None
        self._part = part
        self._given = given
        self._version = None
        self._hash = None
        self._at = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._follow, name='lifeline-digest', daemon=True)
        self._thread.start()

    def _follow(self):
        while not self._end.wait(0.2):
            try:
                self._advance()
            except Failure:
                return  # whoever asks for the verdict meets the same failure

    def _advance(self, tick=lambda: None):
        with self._part.lock:
            resource, version, front = self._part.resource, self._part.version, self._part.blocks.front()
        expected = expected_digest(self._given, resource.digests if resource else {})
        if (version, expected) != (self._version, self.expected):
            self._version, self.expected, self._at = version, expected, 0
            self._hash = hashlib.new(expected[0], usedforsecurity=False) if expected else None
        if self._hash is None:
            return
        buffer = memoryview(bytearray(_CHUNK))
        while self._at < front and version == self._part.version:
            count = self._part.read_into(self._at, buffer[: front - self._at])
            if count == 0:
                raise Failure('disk-error', 'The part became shorter while it was read')
            self._hash.update(buffer[:count])
            self._at += count
            tick()

    def stop(self):
        self._end.set()
        self._thread.join()

    def verdict(self, tick):
        """None if the complete part is right or nobody knows better, else Failure('wrong-digest').

        `tick` is called now and then meanwhile, and may raise.
        """
        self.stop()
        self._advance(tick)
        if self._hash is None or self._hash.hexdigest() == self.expected[1]:
            return None
        return wrong_digest(self.expected, self._hash.hexdigest())


def wrong_digest(expected, found):
    name, value, source = expected
    title = {'sha256': 'SHA-256', 'sha1': 'SHA-1', 'md5': 'MD5'}.get(name, name)
    return Failure(
        'wrong-digest',
        f'The file has the {title} {found}, but {source} {value}; it was thrown away. Check both, then start again',
    )


def matches(path, given):
    """Whether the file at `path` exists and has the digest that the user gave; False if none was given."""
    expected = expected_digest(given, {})
    if expected is None:
        return False
    hashed = hashlib.new(expected[0], usedforsecurity=False)
    try:
        with open(path, 'rb') as file:
            while chunk := file.read(_CHUNK):
                hashed.update(chunk)
    except OSError:
        return False
    return hashed.hexdigest() == expected[1]
