"""What the origin does to a download in each line of the table "who corrupts what"."""

import base64
import gzip
import hashlib
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from origin import Origin, content, plain, span

SIZE = 8 << 20
OLD, NEW = content(SIZE, seed=1), content(SIZE + SIZE // 2, seed=2)
CUT = SIZE * 39 // 100
_CAP = 1 << 20
_CODED = gzip.compress(OLD, 1, mtime=0)
_PAGE = b'<!doctype html><html><title>Sign in</title>' + b' ' * 3000 + b'</html>'


@dataclass(frozen=True)
class Case:
    """`scripts()` returns what the origin does, by path. With `later`, the tool is interrupted when that has come to a halt, and
    a second run meets `later()`. `unknowable`: nothing in the answer says where the file ends."""

    name: str
    scripts: Callable[[], dict]
    right: bytes = OLD
    later: Callable[[], dict] | None = None
    tls: bool = False
    unknowable: bool = False
    lookalikes: dict[str, bytes] = field(default_factory=dict)


class TlsOrigin(Origin):
    """An origin that speaks TLS, and ends each connection without saying so (no close_notify)."""

    def __init__(self, certificate, key):
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificate, key)
        super().__init__()
        self.url = self.url.replace('http:', 'https:')

    def _serve(self, connection):
        try:
            super()._serve(self._context.wrap_socket(connection, server_side=True))
        except OSError:
            connection.close()


def _serve(data, etag='"v1"', **extra):
    """A good server: ranges, length, ETag, and If-Range honoured."""
    whole = plain(data, etag, **extra)

    def script(request, reply):
        if request.headers.get('if-range', etag) != etag:
            request.headers.pop('range', None)
        whole(request, reply)

    return script


def _broken(rest, how='reset', data=OLD, etag='"v1"', **extra):
    """The first answer breaks after 39 % of the file; `rest` answers what comes then."""

    def script(request, reply):
        if request.number:
            return rest(request, reply)
        first, last, status = span(request, data)
        tag = {'ETag': etag} if etag else {}
        ranged = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, Connection='close', **tag, **ranged, **extra)
        reply.body(data[first : min(first + CUT, last + 1)])
        _end(reply, how)

    return script


def _halting():
    """39 % of the file, over all connections together, and then not a byte more."""
    left, lock = CUT, threading.Lock()

    def script(request, reply):
        nonlocal left
        first, last, status = span(request, OLD)
        with lock:
            count = min(left, last + 1 - first)
            left -= count
        ranged = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **ranged)
        reply.body(OLD[first : first + count])
        if first + count <= last:
            reply.hang()

    return {'/file.bin': script}


def _end(reply, how):
    time.sleep(0.1)  # the client is to have read what was sent: a reset would take it along
    if how == 'reset':
        reply.reset()
    elif how == 'hang':
        reply.hang()


def _for_ranges(answer):
    """`answer(first, last, reply)` for a request of a later part, the right file for one of the whole."""

    def script(request, reply):
        first, last, _ = span(request, OLD)
        if first == 0:
            return _serve(OLD)(request, reply)
        answer(first, last, reply)

    return script


def _part(first, last, reply, **headers):
    reply.head(206, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **headers)
    reply.body(OLD[first : last + 1])


def _wrong_start(first, last, reply):
    first = min(first + 65536, last)
    _part(first, last, reply, Content_Range=f'bytes {first}-{last}/{SIZE}')


def _multipart(first, last, reply):
    head = f'--X\r\nContent-Range: bytes {first}-{last}/{SIZE}\r\n\r\n'.encode()
    body = head + OLD[first : last + 1] + b'\r\n--X--\r\n'
    reply.head(206, Content_Type='multipart/byteranges; boundary=X', Content_Length=len(body), Connection='close')
    reply.body(body)


def _capped(first, last, reply):
    last = min(last, first + _CAP - 1)
    _part(first, last, reply, Content_Range=f'bytes {first}-{last}/{SIZE}')


def _cut_always(request, reply):
    first, last, status = span(request, OLD)
    ranged = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if status == 206 else {}
    reply.head(status, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **ranged)
    reply.body(OLD[first : min(first + _CAP, last + 1)])
    _end(reply, 'reset')


def _whole(_, reply):
    reply.head(200, Content_Length=SIZE, ETag='"v1"', Connection='close')
    reply.body(OLD)


def _page(status):
    def script(request, reply):
        first = request.range[0] if request.range else 0
        ranged = {'Content_Range': f'bytes {first}-{first + len(_PAGE) - 1}/{SIZE}'} if status == 206 else {}
        reply.head(status, Content_Type='text/html', Content_Length=len(_PAGE), Connection='close', **ranged)
        reply.body(_PAGE)

    return script


def _chunked_cut(request, reply):
    if request.number:
        return _serve(OLD)(request, reply)
    reply.head(200, Transfer_Encoding='chunked', ETag='"v1"', Connection='close')
    reply.raw(b'%x\r\n' % SIZE)
    reply.body(OLD[:CUT])


def _no_length(request, reply):
    reply.head(200, Connection='close')
    reply.body(OLD if request.number else OLD[:CUT])


def _gzip(_, reply):
    reply.head(200, Content_Encoding='gzip', Content_Length=len(_CODED), ETag='"v1"', Connection='close')
    reply.body(_CODED)


def _busy(status):
    def script(request, reply):
        if request.number:
            return _serve(OLD)(request, reply)
        reply.head(status, Content_Length=0, Connection='close')

    return script


def _signed():
    """A redirect to an address that has expired when its first answer breaks; the next redirect leads to a fresh one."""
    expired = []

    def redirect(_, reply):
        reply.head(302, Location=f'/signed-{len(expired)}', Content_Length=0, Connection='close')

    def first(request, reply):
        if expired:
            return reply.head(403, Content_Length=0, Connection='close')
        if request.number:
            return _serve(OLD)(request, reply)
        try:
            _broken(None)(request, reply)
        finally:
            expired.append(True)

    return {'/file.bin': redirect, '/signed-0': first, '/signed-1': _serve(OLD)}


def _flipped():
    wrong = bytearray(OLD)
    wrong[SIZE // 2] ^= 1
    stated = base64.b64encode(hashlib.sha256(OLD).digest()).decode()
    return _serve(bytes(wrong), Repr_Digest=f'sha-256=:{stated}:')


def _nodes(request, reply):
    """A fleet of mirrors, each with an ETag of its own for the same bytes; the first breaks."""
    etag, date = f'"node-{request.number % 3}"', 'Tue, 01 Sep 2026 00:00:00 GMT'
    answer = _broken(None, etag=etag, Last_Modified=date) if request.number == 0 else plain(OLD, etag, Last_Modified=date)
    answer(request, reply)


def _at(script):
    return lambda: {'/file.bin': script}


_SAME, _SMALLER = NEW[:SIZE], NEW[: SIZE // 4]

CASES = (
    Case('connection reset', _at(_broken(_serve(OLD)))),
    Case('clean close, short', _at(_broken(_serve(OLD), how='close'))),
    Case('stall', _at(_broken(_serve(OLD), how='hang'))),
    Case('reset after every 1 MiB', _at(_cut_always)),
    Case('server ignores Range on resume (200)', _at(_broken(_whole))),
    Case('206 with a wrong start', _at(_broken(_for_ranges(_wrong_start)))),
    Case('206 without Content-Range', _at(_broken(_for_ranges(_part)))),
    Case('multipart/byteranges', _at(_broken(_for_ranges(_multipart)))),
    Case('server caps each answer at 1 MiB', _at(_broken(_for_ranges(_capped)))),
    Case('content changed, same size', _at(_broken(_serve(_SAME, '"v2"'))), _SAME),
    Case('content changed, same size, no validators', _at(_broken(_serve(_SAME, None), etag=None)), _SAME),
    Case('content changed, If-Range ignored', _at(_broken(plain(_SAME, '"v2"'))), _SAME),
    Case('content changed, bigger', _at(_broken(_serve(NEW, '"v2"'))), NEW),
    Case('content changed, smaller', _at(_broken(_serve(_SMALLER, '"v2"'))), _SMALLER),
    Case('content changed since yesterday', _halting, _SAME, later=_at(_serve(_SAME, '"v2"'))),
    Case('each mirror has its own ETag', _at(_nodes)),
    Case('HTML page with 200 on resume', _at(_broken(_page(200))), lookalikes={'HTML saved!': _PAGE}),
    Case('HTML page with 206 on resume', _at(_broken(_page(206))), lookalikes={'HTML saved!': _PAGE}),
    Case('chunked, cut in the middle', _at(_chunked_cut)),
    Case('no length, cut', _at(_no_length), unknowable=True),
    Case('TLS never closed with close_notify, no length', _at(_no_length), tls=True, unknowable=True),
    Case('gzip though not asked for', _at(_gzip), lookalikes={'gzip bytes!': _CODED}),
    Case('503 once', _at(_busy(503))),
    Case('429 once', _at(_busy(429))),
    Case('500 once', _at(_busy(500))),
    Case('signed redirect expires', _signed),
    Case('a bit flipped, the server states a digest', _at(_flipped())),
)
