"""A download server on raw sockets that breaks its answers as told, and counts what it sends."""

import hashlib
import random
import socket
import struct
import threading


def content(size, seed=1):
    """Bytes that do not repeat, the same in each run."""
    return random.Random(seed).randbytes(size)


class Request:
    def __init__(self, raw, number):
        lines = raw.decode('latin-1').split('\r\n')
        self.method, self.path, _ = lines[0].split(' ')
        self.headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(':') for line in lines[1:] if line)}
        self.number = number  # of this path, from 0

    @property
    def range(self):
        """(first, last or None) of the asked range, None without one."""
        text = self.headers.get('range', '')
        if not text.startswith('bytes='):
            return None
        first, _, last = text[6:].partition('-')
        return int(first), int(last) if last else None


class Reply:
    """What a script does with one connection."""

    def __init__(self, connection, origin):
        self._connection = connection
        self._origin = origin
        self.again = False  # whether the connection serves another request afterwards

    def head(self, status, **headers):
        lines = [f'HTTP/1.1 {status} X'] + [f'{k.replace("_", "-")}: {v}' for k, v in headers.items()]
        self.raw('\r\n'.join([*lines, '', '']).encode('latin-1'))

    def raw(self, data):
        self._connection.sendall(data)

    def body(self, data):
        view = memoryview(data)
        while view:
            self._connection.sendall(view[:65536])
            self._origin.count(len(view[:65536]))
            view = view[65536:]

    def reset(self):
        """Cuts the connection with RST."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self._connection.close()

    def announce_end(self):
        """Says over TLS that nothing more comes (close_notify)."""
        self._connection.settimeout(1)
        self._connection.unwrap()

    def hang(self):
        """Sends nothing more until the client or the test goes away."""
        self._connection.settimeout(None)
        try:
            self._connection.recv(1)
        except OSError:
            pass


class Origin:
    """Serves `scripts[path](request, reply)`, one connection a request. Use as a context manager.

    `wrap(connection)` may put TLS around each connection, or spoil it.
    """

    def __init__(self, wrap=lambda connection: connection, scheme='http'):
        self.scripts = {}
        self._wrap = wrap
        self.sent = 0
        self.requests = []
        self._lock = threading.Lock()
        self._open = set()
        self._server = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.url = f'{scheme}://127.0.0.1:{self._server.getsockname()[1]}'
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.close()
        with self._lock:
            for connection in self._open:
                connection.close()

    def count(self, size):
        with self._lock:
            self.sent += size

    def add(self, path, script):
        self.scripts[path] = script
        return self.url + path

    def _accept(self):
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            connection = self._wrap(connection)
            reply = Reply(connection, self)
            reply.again = True
            while reply.again:
                reply.again = False
                raw = b''
                while b'\r\n\r\n' not in raw:
                    more = connection.recv(65536)
                    if not more:
                        return
                    raw += more
                path = raw.split(b' ')[1].decode('latin-1')
                with self._lock:
                    request = Request(raw.split(b'\r\n\r\n')[0], sum(1 for r in self.requests if r.path == path))
                    self.requests.append(request)
                self.scripts[path](request, reply)
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()


def plain(data, etag='"v1"', **extra):
    """A well-behaved file: ranges, length, strong ETag."""

    def script(request, reply):
        first, last, status = span(request, data)
        if first >= len(data) and data:
            return reply.head(416, Content_Range=f'bytes */{len(data)}', Content_Length=0, Connection='close')
        headers = {'Content_Length': last - first + 1, 'Accept_Ranges': 'bytes', 'Connection': 'close', **extra}
        if etag:
            headers['ETag'] = etag
        if status == 206:
            headers['Content_Range'] = f'bytes {first}-{last}/{len(data)}'
        reply.head(status, **headers)
        if request.method != 'HEAD':
            reply.body(data[first : last + 1])

    return script


def span(request, data):
    """(first, last, status) of what a request asks for."""
    if request.range is None:
        return 0, len(data) - 1, 200
    first, last = request.range
    return first, min(last if last is not None else len(data) - 1, len(data) - 1), 206


def sha256(data):
    return hashlib.sha256(data).hexdigest()
