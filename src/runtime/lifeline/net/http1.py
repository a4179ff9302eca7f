"""HTTP/1.1 messages as a download needs them: strict framing, and every byte counted.

The standard http.client ends a short body without an error and hides the socket behind a buffered file; here a body
that ends early is always a Failure.
"""

import re

from ..errors import Failure

HEAD_LIMIT = 65536
_WORTH = 65536  # bytes from which on moving them within the kernel is worth its two calls
# RFC 9110 section 5.6.2, and field values without control characters.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r'[^\x00-\x08\x0a-\x1f\x7f]*')
_STATUS = re.compile(r'HTTP/1\.([01]) ([1-5]\d\d)(?: .*)?')


class Head:
    """Status line and fields of a response; `fields` maps lower-case names to their values joined by ', '."""

    def __init__(self, raw):
        lines = raw.decode('latin-1').split('\n')
        match = _STATUS.fullmatch(lines[0].rstrip('\r'))
        if not match:
            raise Failure('bad-response', 'The server did not answer in HTTP')
        self.minor, self.status = int(match[1]), int(match[2])
        self.fields = {}
        for line in lines[1:]:
            line = line.rstrip('\r')
            if not line:
                continue
            name, colon, value = line.partition(':')
            value = value.strip(' \t')
            if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
                raise Failure('bad-response', 'The server sent a malformed header line')
            name = name.lower()
            self.fields[name] = f'{self.fields[name]}, {value}' if name in self.fields else value

    def get(self, name, default=None):
        return self.fields.get(name, default)

    @property
    def chunked(self):
        coding = self.get('transfer-encoding')
        if coding is None:
            return False
        if coding.lower() != 'chunked':
            raise Failure('bad-response', 'The server used a transfer coding that is not known')
        return True

    @property
    def length(self):
        """Content-Length as a number, None if there is none; repeated equal values count as one (RFC 9112 section 6.3)."""
        text = self.get('content-length')
        if text is None:
            return None
        values = {value.strip() for value in text.split(',')}
        value = values.pop()
        if values or not re.fullmatch(r'[0-9]{1,18}', value):
            raise Failure('bad-response', 'The server sent a Content-Length that makes no sense')
        return int(value)

    @property
    def keep_alive(self):
        wishes = self.get('connection', '').lower()
        return 'close' not in wishes and (self.minor == 1 or 'keep-alive' in wishes)


class Body:
    """The bytes of one response. `framing` is 'length', 'chunked' or 'close'; `left` counts down for the first."""

    def __init__(self, connection, head):
        self.connection = connection
        self.left = 0
        if head.chunked:
            # Both framings at once: the length is ignored and the connection not used again (RFC 9112 section 6.1).
            self.framing = 'chunked'
        elif head.length is not None:
            self.framing, self.left = 'length', head.length
        else:
            self.framing = 'close'
        self.keep_alive = head.keep_alive and self.framing != 'close' and not (head.chunked and head.length is not None)
        self.ended = self.framing == 'length' and self.left == 0
        self.hash = None  # a hashlib object that is to see every byte

    def readinto(self, view):
        """Fills part of `view`; returns the count, 0 at the true end. A body cut short is Failure('connection-lost')."""
        most = self._room(len(view))
        count = self._passed(self.connection.receive_into(view[:most])) if most else 0
        if self.hash:
            self.hash.update(view[:count])
        return count

    def splice(self, pipe, most):
        """Moves up to `most` bytes into `pipe`, as readinto does; None if the pipe turned out not to work."""
        most = self._room(most)
        count = self.connection.splice(pipe, most) if most else 0
        return self._passed(count) if most and count is not None else count

    @property
    def spliceable(self):
        """Whether the next bytes come straight from the socket, and are many."""
        many = self.framing == 'close' or self.framing == 'length' and self.left >= _WORTH
        return many and self.hash is None and self.connection.raw and not self.connection.buffered

    def _room(self, most):
        """How many of `most` bytes may be taken at once, 0 at the end."""
        if self.ended:
            return 0
        if self.framing == 'chunked' and self.left == 0 and not self._next_chunk():
            self.ended = True
            return 0
        return most if self.framing == 'close' else min(most, self.left)

    def _passed(self, count):
        if self.framing == 'close':
            self.ended = count == 0
            return count
        if count == 0:
            raise Failure('connection-lost', f'{self.connection.host} closed the connection before the end')
        self.left -= count
        if self.left == 0:
            if self.framing == 'length':
                self.ended = True
            elif self.connection.line(2) != b'':
                raise Failure('bad-response', 'The server broke the chunked coding')
        return count

    def _next_chunk(self):
        size = self.connection.line(1024).split(b';')[0].strip()
        if not re.fullmatch(rb'[0-9A-Fa-f]{1,15}', size):
            raise Failure('bad-response', 'The server broke the chunked coding')
        self.left = int(size, 16)
        if self.left:
            return True
        for _ in range(100):
            if self.connection.line(8192) == b'':
                return False
        raise Failure('bad-response', 'The server sent an endless trailer')

    def read_small(self, limit):
        """Up to `limit` bytes at once, for pages that explain an error; never raises for a body that is cut."""
        taken = bytearray(limit)
        filled = 0
        try:
            while filled < limit:
                count = self.readinto(memoryview(taken)[filled:])
                if count == 0:
                    break
                filled += count
        except Failure:
            pass
        return bytes(taken[:filled])


class Stream:
    """Bytes that arrive, read as lines and bodies. `host` is named in errors; a subclass gives `_receive(view)`."""

    def __init__(self, host):
        self.host = host
        self._buffer = bytearray(HEAD_LIMIT)
        self._start = self._end = 0

    def read_answer(self):
        """(Head, Body) of what comes; answers of the 1xx class are passed over."""
        for _ in range(20):
            head = self.read_head()
            if head.status >= 200:
                return head, Body(self, head)
        raise Failure('bad-response', 'The server sent too many interim answers')

    def read_head(self):
        lines = []
        total = 0
        while True:
            line = self.line(HEAD_LIMIT - 1)
            total += len(line) + 2
            if total > HEAD_LIMIT or len(lines) > 1000:
                raise Failure('bad-response', 'The server sent far too many headers')
            if line == b'':
                if lines:
                    return Head(b'\n'.join(lines))
                continue  # blank lines before a status line are allowed (RFC 9112 section 2.2)
            lines.append(line)

    def line(self, limit):
        """One line without its end; a longer one than `limit` is Failure('bad-response')."""
        searched = self._start
        while True:
            at = self._buffer.find(b'\n', searched, self._end)
            if at >= 0:
                line = bytes(self._buffer[self._start : at]).rstrip(b'\r')
                self._start = at + 1
                if len(line) > limit:
                    raise Failure('bad-response', 'The server sent a line that is far too long')
                return line
            if self._end - self._start > limit:
                raise Failure('bad-response', 'The server sent a line that is far too long')
            searched = self._end
            if self._end == len(self._buffer):
                kept = self._end - self._start
                self._buffer[:kept] = self._buffer[self._start : self._end]
                searched -= self._start
                self._start, self._end = 0, kept
            count = self._receive(memoryview(self._buffer)[self._end :])
            if count == 0:
                raise Failure('connection-lost', f'{self.host} closed the connection without a whole answer')
            self._end += count

    @property
    def buffered(self):
        return self._end > self._start

    def receive_into(self, view):
        if self.buffered:
            count = min(len(view), self._end - self._start)
            view[:count] = self._buffer[self._start : self._start + count]
            self._start += count
            return count
        return self._receive(view)
