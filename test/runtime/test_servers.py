"""What servers, caches and fleets do wrong, case by case, with one connection and with eight.

Each case names what must come of it: the right file, or one of the error codes. A wrong file under its name is never
right, nor is a part of one.
"""

import base64
import gzip
import hashlib
import os
import threading
import time
import unittest

from origin import plain, span
from support import RuntimeTest
from test_faults import NEW, OLD, SIZE, chunked, cut, first_then, html, status, whole_for_range

DATE = 'Tue, 01 Sep 2026 00:00:00 GMT'
LATER = 'Tue, 01 Sep 2026 09:00:00 GMT'
RIGHT = 'right'


def answer(reply, code, body, upto=None, **headers):
    """One answer with `body`, cut after `upto` bytes if that is given."""
    reply.head(code, Content_Length=len(body), Connection='close', **headers)
    reply.body(body if upto is None else body[:upto])


def part_of(request, data, **headers):
    """(bytes, headers) of the honest 206 to a request for a range of `data`."""
    first, last, _ = span(request, data)
    return data[first : last + 1], {'Content_Range': f'bytes {first}-{last}/{len(data)}', **headers}


def broken_first(then, at=SIZE // 3, data=OLD, etag='"v1"', **headers):
    """Serves the file, cut at `at`; `then` answers each later request."""

    def script(request, reply):
        if request.number == 0:
            named = {'ETag': etag} if etag else {}
            return answer(reply, 200, data, upto=at, Accept_Ranges='bytes', **named, **headers)
        return then(request, reply)

    return script


def for_ranges(special, otherwise=None):
    """`special` answers what asks for a range, the plain file the rest."""

    def script(request, reply):
        asks = request.range is not None and request.range[0] > 0
        return (special if asks else otherwise or plain(OLD))(request, reply)

    return script


def range_header(make, etag='"v1"', data=OLD):
    """A 206 whose Content-Range is what `make(first, last)` says; the bytes are those that were asked for."""

    def script(request, reply):
        body, _ = part_of(request, data)
        first, last, _ = span(request, data)
        answer(reply, 206, body, Content_Range=make(first, last), ETag=etag)

    return for_ranges(script)


def early(request, reply):
    """Starts at the 64 KiB block in which the asked byte lies, as some caches do."""
    first, last, _ = span(request, OLD)
    first -= first % 65536
    answer(reply, 206, OLD[first : last + 1], Content_Range=f'bytes {first}-{last}/{SIZE}', ETag='"v1"')


def slice_200(request, reply):
    body, headers = part_of(request, OLD, ETag='"v1"')
    answer(reply, 200, body, **headers)


def chunked_206(request, reply):
    body, headers = part_of(request, OLD, ETag='"v1"')
    reply.head(206, Transfer_Encoding='chunked', Connection='close', **headers)
    reply.raw(b'%x\r\n' % len(body))
    reply.body(body)
    reply.raw(b'\r\n0\r\n\r\n')


def star_total(request, reply):
    body, headers = part_of(request, OLD, ETag='"v1"')
    answer(reply, 206, body, **{**headers, 'Content_Range': headers['Content_Range'].replace(str(SIZE), '*')})


def unasked_206(request, reply):
    if request.range:
        return plain(OLD)(request, reply)
    answer(reply, 206, OLD, Content_Range=f'bytes 0-{SIZE - 1}/{SIZE}', ETag='"v1"')


def unsatisfiable(total):
    return lambda _, reply: reply.head(416, Content_Length=0, Connection='close', **({'Content_Range': total} if total else {}))


def in_pieces(data, cut_at=None, size=b'%x\r\n', tail=b'0\r\n\r\n'):
    """Chunks of 100,000 bytes; `cut_at` ends them early, `size` writes their heads."""

    def script(_, reply):
        reply.head(200, Transfer_Encoding='chunked', Connection='close')
        for at in range(0, cut_at or len(data), 100_000):
            piece = data[at : at + 100_000]
            reply.raw(size % len(piece))
            reply.body(piece)
            reply.raw(b'\r\n')
        reply.raw(tail if cut_at is None else b'')

    return script


def inside_a_chunk(_, reply):
    reply.head(200, Transfer_Encoding='chunked', Connection='close')
    reply.raw(b'%x\r\n' % SIZE)
    reply.body(OLD[:500_000])


def until_close(data, upto=None):
    def script(_, reply):
        reply.head(200, Connection='close')
        reply.body(data[:upto])

    return script


def extra_bytes(request, reply):
    """More than was announced, on a connection that stays open: the rest looks like the answer to the next request."""
    first, last, code = span(request, OLD)
    headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if code == 206 else {}
    reply.head(code, Content_Length=last - first + 1, ETag='"v1"', Accept_Ranges='bytes', **headers)
    reply.body(OLD[first : last + 1])
    lie = NEW[first : last + 1]
    reply.raw(f'HTTP/1.1 {code} X\r\nContent-Length: {len(lie)}\r\nETag: "v1"\r\nContent-Range: bytes {first}-{last}/{SIZE}\r\n\r\n'.encode())
    reply.again = True


def keeps_open(request, reply, etag='"v1"'):
    """A connection that stays open and serves one part after the other, 1 MiB at most."""
    first, last, _ = span(request, OLD)
    last = min(last, first + (1 << 20) - 1)
    reply.head(206, Content_Length=last - first + 1, Content_Range=f'bytes {first}-{last}/{SIZE}', ETag=etag)
    reply.body(OLD[first : last + 1])
    reply.again = True


def closes_idle(request, reply):
    """Says that the connection stays open, then closes it all the same."""
    keeps_open(request, reply)
    reply.again = False


def raw_head(text, then=None):
    """A first answer with this head, and the plain file afterwards."""
    return first_then(lambda _, reply: reply.raw(text.replace('\n', '\r\n').encode('latin-1')), then or plain(OLD))


def with_body(text):
    return lambda _, reply: (reply.raw(text.replace('\n', '\r\n').encode('latin-1')), reply.body(OLD))


def interim(request, reply):
    reply.raw(b'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')
    plain(OLD)(request, reply)


def http_1_0(_, reply):
    reply.raw(f'HTTP/1.0 200 OK\r\nContent-Length: {SIZE}\r\n\r\n'.encode())
    reply.body(OLD)


def slow_to_begin(seconds):
    def script(request, reply):
        if request.number < 5:
            time.sleep(seconds)
        plain(OLD)(request, reply)

    return script


def drip(data, etag='"v1"'):
    """Slow, but never silent for as long as a stall takes."""

    def script(request, reply):
        first, last, code = span(request, data)
        headers = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if code == 206 else {}
        reply.head(code, Content_Length=last - first + 1, ETag=etag, Connection='close', **headers)
        for at in range(first, last + 1, SIZE // 8):
            reply.body(data[at : min(at + SIZE // 8, last + 1)])
            time.sleep(0.3)

    return script


def slow_head(request, reply):
    reply.raw(b'HTTP/1.1 200 OK\r\nContent-Le')
    time.sleep(0.3)
    reply.raw(f'ngth: {SIZE}\r\n\r\n'.encode())
    reply.body(OLD)


def per_node(request, reply):
    """A fleet of mirrors: each request meets another node, and each has an ETag of its own; one answer in two is cut."""
    tag = f'"node-{request.number}"'
    asked = request.headers.get('if-range')
    first, last, code = span(request, OLD) if asked in (None, tag) else (0, SIZE - 1, 200)
    headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if code == 206 else {}
    reply.head(code, Content_Length=last - first + 1, ETag=tag, Accept_Ranges='bytes', Connection='close', **headers)
    reply.body(OLD[first : first + SIZE // 2 if request.number % 2 == 0 and request.number < 8 else last + 1])


def per_node_ignoring(request, reply):
    """The same, with nodes that do not know If-Range either."""
    first, last, code = span(request, OLD)
    headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if code == 206 else {}
    reply.head(code, Content_Length=last - first + 1, ETag=f'"node-{request.number}"', Connection='close', **headers)
    reply.body(OLD[first : first + SIZE // 2 if request.number % 2 == 0 and request.number < 8 else last + 1])


def etag_of_ranges(request, reply):
    """Another ETag for each range of one file, as PyPI once did."""
    first, last, code = span(request, OLD)
    plain(OLD, etag=f'"{first}-{last}"' if code == 206 else '"whole"', Last_Modified=DATE)(request, reply)


def limited(most, how):
    """Bears `most` connections at once; what comes beside them is turned away by `how`."""
    lock, count = threading.Lock(), [0]

    def script(request, reply):
        with lock:
            count[0] += 1
            full = count[0] > most
        try:
            if full:
                return how(request, reply)
            first, last, code = span(request, OLD)
            headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if code == 206 else {}
            reply.head(code, Content_Length=last - first + 1, ETag='"v1"', Accept_Ranges='bytes', Connection='close', **headers)
            for at in range(first, last + 1, 262_144):
                reply.body(OLD[at : min(at + 262_144, last + 1)])
                time.sleep(0.05)
        finally:
            with lock:
                count[0] -= 1

    return script


def only_the_first(how):
    """The first connection streams slowly; every other request is answered by `how`."""

    def script(request, reply):
        if request.number:
            return how(request, reply)
        reply.head(200, Content_Length=SIZE, ETag='"v1"', Accept_Ranges='bytes', Connection='close')
        for at in range(0, SIZE, SIZE // 8):
            reply.body(OLD[at : at + SIZE // 8])
            time.sleep(0.1)

    return script


def other_version_for_some(request, reply):
    """A node that still has the old version answers every second range, with a tag that says so."""
    if request.range and request.number % 2:
        return plain(NEW, etag='"v0"')(request, reply)
    plain(OLD)(request, reply)


def json_error(code=200):
    body = b'{"error": "rate limit exceeded"}'
    return lambda _, reply: answer(reply, code, body, Content_Type='application/json')


def typed(data, kind='application/octet-stream', **extra):
    return plain(data, Content_Type=kind, **extra)


def gzipped(request, reply):
    answer(reply, 200, gzip.compress(OLD[:1000]), Content_Encoding='gzip')


def repr_digest(data):
    return {'Repr_Digest': f'sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:'}


def bit_flipped(at=SIZE // 2):
    spoiled = bytearray(OLD)
    spoiled[at] ^= 4
    return bytes(spoiled)


TOO_MANY = 'HTTP/1.1 200 OK\n' + ''.join(f'X-{number}: y\n' for number in range(5000)) + f'Content-Length: {SIZE}\n\n'
HUGE = 'HTTP/1.1 200 OK\nX-Huge: ' + 'y' * (1 << 20) + f'\nContent-Length: {SIZE}\n\n'

# name: (what must come of it, a function that makes the script, what else the job has)
CASES = {
    # Connections.
    'every answer breaks after 256 KiB': (RIGHT, lambda: cut(OLD, 262_144, times=999), {'tries': 4}),
    'closed in the middle of the headers': (RIGHT, lambda: raw_head('HTTP/1.1 200 OK\nContent-Le'), {}),
    'headers that come in two halves': (RIGHT, lambda: slow_head, {}),
    'silence before the headers': (RIGHT, lambda: first_then(lambda _, reply: reply.hang(), plain(OLD)), {}),
    'slower to begin than a stall takes, every time': (RIGHT, lambda: slow_to_begin(0.8), {'quiet': 0.3}),
    'slow, but never silent': (RIGHT, lambda: drip(OLD), {'quiet': 0.6}),
    'HTTP/1.0 without ranges': (RIGHT, lambda: http_1_0, {}),
    'interim answers': (RIGHT, lambda: interim, {}),
    'interim answers without end': ('bad-response', lambda: with_body('HTTP/1.1 102 P\n\n' * 50), {'tries': 2}),
    'connections that stay open': (RIGHT, lambda: keeps_open, {}),
    'connections that close when idle': (RIGHT, lambda: closes_idle, {}),
    'bytes after the end that look like the next answer': (RIGHT, lambda: extra_bytes, {}),
    # Ranges.
    'ranges promised, the whole sent': (RIGHT, lambda: broken_first(whole_for_range(OLD, '"v1"')), {}),
    'ranges denied, but they work': (RIGHT, lambda: cut(OLD, SIZE // 2, Accept_Ranges='none'), {}),
    'a part from further back, in blocks': (RIGHT, lambda: broken_first(for_ranges(early), at=500_001), {}),
    '200 with the slice and its Content-Range': (RIGHT, lambda: broken_first(for_ranges(slice_200)), {}),
    'a chunked part': (RIGHT, lambda: broken_first(for_ranges(chunked_206)), {}),
    'a part of an unknown total': (RIGHT, lambda: broken_first(for_ranges(star_total)), {}),
    'a part that nobody asked for': (RIGHT, lambda: unasked_206, {}),
    'Content-Range that is garbage': (RIGHT, lambda: broken_first(range_header(lambda first, last: 'bytes lots')), {}),
    'Content-Range with its ends swapped': (RIGHT, lambda: broken_first(range_header(lambda first, last: f'bytes {last}-{first}/{SIZE}')), {}),
    'Content-Range past the total': (RIGHT, lambda: broken_first(range_header(lambda first, last: f'bytes {first}-{last}/{last - 9}')), {}),
    'Content-Range longer than the body': (
        RIGHT,
        lambda: broken_first(range_header(lambda first, last: f'bytes {first}-{last + 5}/{SIZE + 5}')),
        {},
    ),
    'Content-Range in another unit': (RIGHT, lambda: broken_first(range_header(lambda first, last: f'lines {first}-{last}/{SIZE}')), {}),
    'Content-Range one byte early, bytes as asked': (
        RIGHT,
        lambda: broken_first(range_header(lambda first, last: f'bytes {first - 1}-{last - 1}/{SIZE}')),
        {},
    ),
    '416 that names our own size': (RIGHT, lambda: broken_first(for_ranges(unsatisfiable(f'bytes */{SIZE}'))), {}),
    '416 that names nothing': (RIGHT, lambda: broken_first(for_ranges(unsatisfiable(None))), {}),
    '416 that names another size': (RIGHT, lambda: broken_first(for_ranges(unsatisfiable('bytes */5'))), {}),
    '416 for everything': ('refused-by-server', lambda: unsatisfiable(None), {'tries': 3}),
    # Validators.
    'a weak tag': (RIGHT, lambda: cut_with(OLD, etag='W/"v1"'), {}),
    'a date and no tag': (RIGHT, lambda: cut_with(OLD, etag=None, Last_Modified=DATE, Date=LATER), {}),
    'a date that is too young': (RIGHT, lambda: cut_with(OLD, etag=None, Last_Modified=DATE, Date=DATE), {}),
    'neither tag nor date': (RIGHT, lambda: cut_with(OLD, etag=None), {}),
    'a tag per node': (RIGHT, lambda: per_node, {}),
    'a tag per node, If-Range ignored': (RIGHT, lambda: per_node_ignoring, {}),
    'a tag per range': (RIGHT, lambda: cut_then(etag_of_ranges, Last_Modified=DATE), {}),
    'changed in the middle, If-Range honoured': (NEW, lambda: broken_first(changed_to(NEW, '"v2"')), {}),
    'changed in the middle, If-Range ignored': (NEW, lambda: broken_first(plain(NEW, etag='"v2"')), {}),
    'changed in the middle, the tag not': (NEW, lambda: broken_first(plain(NEW, etag='"v1"')), {}),
    'changed in the middle, no validators': (NEW, lambda: broken_first(plain(NEW, etag=None), etag=None), {}),
    'changed in the middle, other date': (
        NEW,
        lambda: broken_first(plain(NEW, etag=None, Last_Modified=LATER), etag=None, Last_Modified=DATE),
        {},
    ),
    'grown in the middle': (NEW + NEW, lambda: broken_first(plain(NEW + NEW, etag='"v2"')), {}),
    'shrunk in the middle': (NEW[:70_000], lambda: broken_first(plain(NEW[:70_000], etag='"v2"')), {}),
    'the same start, another end': (
        OLD[: SIZE // 2] + NEW[SIZE // 2 :],
        lambda: broken_first(changed_to(OLD[: SIZE // 2] + NEW[SIZE // 2 :], '"v2"')),
        {},
    ),
    'another start, the same end, a new tag': (
        NEW[:9] + OLD[9:],
        lambda: broken_first(plain(NEW[:9] + OLD[9:], etag='"v2"')),
        {},
    ),
    'changes with every request': ('keeps-changing', lambda: ever_new, {'tries': 9}),
    'a right digest from the server': (RIGHT, lambda: plain(OLD, **repr_digest(OLD)), {}),
    'a wrong digest from the server': ('wrong-digest', lambda: plain(OLD, **repr_digest(NEW)), {}),
    'a bit that breaks on the way, once': (
        RIGHT,
        lambda: first_then(plain(bit_flipped(), **repr_digest(OLD)), plain(OLD, **repr_digest(OLD))),
        {},
    ),
    'the digest you gave is wrong': ('wrong-digest', lambda: plain(OLD), {'digests': {'sha256': '0' * 64}}),
    'a part whose own digest shows a broken bit, once': (RIGHT, lambda: broken_first(spoiled_part(once=True)), {}),
    'parts whose own digest is never right': ('damaged', lambda: broken_first(spoiled_part(once=False)), {'tries': 3}),
    # Lengths and codings.
    'chunks that end between two': ('connection-lost', lambda: in_pieces(OLD, cut_at=1_000_000), {'tries': 3}),
    'chunks that end inside one': ('connection-lost', lambda: inside_a_chunk, {'tries': 3}),
    'chunks cut once': (RIGHT, lambda: first_then(in_pieces(OLD, cut_at=1_000_000), in_pieces(OLD)), {}),
    'a chunk size that is none': ('bad-response', lambda: in_pieces(OLD, size=b'-%x\r\n'), {'tries': 3}),
    'chunks with extensions and a trailer': (RIGHT, lambda: in_pieces(OLD, size=b'%x;a="b"\r\n', tail=b'0\r\nX-Sum: 1\r\n\r\n'), {}),
    'an endless trailer': ('bad-response', lambda: in_pieces(OLD, tail=b'0\r\n' + b'X: y\r\n' * 5000), {'tries': 2}),
    'no length, closed': (RIGHT, lambda: until_close(OLD), {}),
    'no length, closed too early once': (RIGHT, lambda: first_then(until_close(OLD, 900_000), until_close(OLD)), {}),
    'both length and chunks': (
        RIGHT,
        lambda: lambda _, reply: (
            reply.head(200, Content_Length=5, Transfer_Encoding='chunked', Connection='close'),
            reply.raw(b'%x\r\n' % SIZE),
            reply.body(OLD),
            reply.raw(b'\r\n0\r\n\r\n'),
        ),
        {},
    ),
    'two lengths that differ': ('bad-response', lambda: with_body(f'HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: {SIZE}\n\n'), {'tries': 2}),
    'the same length twice': (RIGHT, lambda: with_body(f'HTTP/1.1 200 OK\nContent-Length: {SIZE}\nContent-Length: {SIZE}\n\n'), {}),
    'a negative length': ('bad-response', lambda: with_body('HTTP/1.1 200 OK\nContent-Length: -5\n\n'), {'tries': 2}),
    'a length with a plus': ('bad-response', lambda: with_body(f'HTTP/1.1 200 OK\nContent-Length: +{SIZE}\n\n'), {'tries': 2}),
    'far too many headers': ('bad-response', lambda: with_body(TOO_MANY), {'tries': 2}),
    'a header of a megabyte': ('bad-response', lambda: with_body(HUGE), {'tries': 2}),
    'a control character in a header': ('bad-response', lambda: with_body(f'HTTP/1.1 200 OK\nETag: "a\0b"\nContent-Length: {SIZE}\n\n'), {'tries': 2}),
    'an unknown transfer coding': ('bad-response', lambda: with_body(f'HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\nContent-Length: {SIZE}\n\n'), {'tries': 2}),
    'a status that is none': ('bad-response', lambda: with_body('HTTP/1.1 2000 OK\n\n'), {'tries': 2}),
    'encoded though nobody asked': ('encoded-body', lambda: gzipped, {}),
    'encoded for the rest only': ('encoded-body', lambda: broken_first(gzipped), {}),
    'encoded once': (RIGHT, lambda: first_then(gzipped, plain(OLD)), {}),
    # Pages and messages instead of the file.
    'a page for the rest, once': (RIGHT, lambda: broken_first(first_for_number(1, html(200), typed(OLD)), Content_Type='application/octet-stream'), {}),
    'a page from the start': ('login-needed', lambda: html(200), {}),
    'a page without a length': (
        'quota-exceeded',
        lambda: lambda _, reply: (reply.head(200, Content_Type='text/html; charset=utf-8', Connection='close'), reply.body(b'<html>Quota exceeded')),
        {},
    ),
    'a message for the rest': ('web-page', lambda: broken_first(json_error(), Content_Type='application/octet-stream'), {}),
    'a message from the start': ('web-page', lambda: json_error(), {}),
    # Statuses.
    '400 for good': ('refused-by-server', lambda: status(400, times=99), {}),
    '401 for good': ('login-needed', lambda: status(401, times=99), {}),
    '403 once': (RIGHT, lambda: status(403), {}),
    '404 twice, then fine': (RIGHT, lambda: status(404, times=2), {}),
    '425 once': (RIGHT, lambda: status(425), {}),
    '503 for the rest, three times': (RIGHT, lambda: broken_first(first_for_number(3, status(503, times=99), plain(OLD))), {}),
    '401 for the rest': ('login-needed', lambda: broken_first(status(401, times=99)), {}),
    '520 once': (RIGHT, lambda: status(520), {}),
    '599 with a body that is not kept': (
        RIGHT,
        lambda: first_then(lambda _, reply: answer(reply, 599, NEW), plain(OLD)),
        {},
    ),
    '304 though nobody asked': ('bad-response', lambda: status(304, times=99), {'tries': 2}),
    'Retry-After that is no number': (RIGHT, lambda: status(503, Retry_After='soon'), {}),
    'Retry-After that is negative': (RIGHT, lambda: status(429, Retry_After='-1'), {}),
    'Retry-After of a date gone by': (RIGHT, lambda: status(503, Retry_After=DATE, Date=LATER), {}),
    'Retry-After of years': (RIGHT, lambda: status(503, Retry_After='999999999'), {}),
    # Connections side by side.
    'two connections borne, 429 for more': (RIGHT, lambda: limited(2, status(429, times=999)), {}),
    'two connections borne, 503 for more': (RIGHT, lambda: limited(2, status(503, times=999, Retry_After='1')), {}),
    'one connection borne, the others reset': (RIGHT, lambda: limited(1, lambda _, reply: reply.reset()), {}),
    'one connection borne, the others hang': (RIGHT, lambda: limited(1, lambda _, reply: reply.hang()), {}),
    'only the first request, then 404': (RIGHT, lambda: only_the_first(status(404, times=999)), {}),
    'only the first request, then 403': (RIGHT, lambda: only_the_first(status(403, times=999)), {}),
    'only the first request, then pages': (RIGHT, lambda: only_the_first(html(200)), {}),
    'only the first request, then garbage': (RIGHT, lambda: only_the_first(lambda _, reply: reply.raw(b'%%%\r\n\r\n')), {}),
    'some ranges of another version': (RIGHT, lambda: other_version_for_some, {}),
}


def spoiled_part(once):
    """Parts with a Content-Digest, the first (or each) with a bit that broke after that was taken."""
    broken = []

    def script(request, reply):
        first, last, _ = span(request, OLD)
        digest = base64.b64encode(hashlib.sha256(OLD[first : last + 1]).digest()).decode()
        body = bytearray(OLD[first : last + 1])
        if not (once and broken):
            broken.append(first)
            body[-1] ^= 1
        headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}', 'ETag': '"v1"', 'Content_Digest': f'sha-256=:{digest}:'}
        answer(reply, 206, body, **headers)

    return for_ranges(script)


def cut_with(data, etag, **headers):
    whole = plain(data, etag=etag, **headers)
    return broken_first(whole, etag=etag, **headers)


def cut_then(then, **headers):
    return broken_first(then, etag='"whole"', **headers)


def changed_to(data, etag):
    """Honours If-Range: the whole new file for whoever asks for the rest of the old one."""

    def script(request, reply):
        if request.headers.get('if-range', etag) != etag:
            return answer(reply, 200, data, ETag=etag, Accept_Ranges='bytes')
        plain(data, etag=etag)(request, reply)

    return script


def first_for_number(number, first, then):
    """`first` up to the request of this number, `then` afterwards."""
    return lambda request, reply: (first if request.number <= number else then)(request, reply)


def ever_new(request, reply):
    data = hashlib.sha256(str(request.number).encode()).digest() * 10_000
    first, last, code = span(request, data)
    headers = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if code == 206 else {}
    reply.head(code, Content_Length=last - first + 1, ETag=f'"{request.number}"', Connection='close', **headers)
    reply.body(data[first : first + 150_000])


class Servers(RuntimeTest):
    def check(self, expected, script, job, connections):
        url = self.origin.add('/file', script)
        failure, records = self.fetch(url, connections=connections, **job)
        if isinstance(expected, str) and expected != RIGHT:
            self.assertIsNotNone(failure, 'it should not have been possible')
            self.assertEqual(failure.code, expected, failure.message)
            self.assertFalse(os.path.exists(self.path()), 'a file was published after a failure')
            self.assertEqual(records[-1]['error']['code'], expected)
            return
        data = OLD if expected == RIGHT else expected
        self.assertIsNone(failure, failure and failure.message)
        self.assertTrue(self.read() == data, 'a wrong file was published')
        self.assertEqual(self.left(), ['file.bin'])
        self.assertEqual((records[-1]['state'], records[-1]['offset'], records[-1]['size']), ('completed', len(data), len(data)))
        offsets = [record['offset'] for record in records if not record['restarted']]
        self.assertEqual(offsets, sorted(offsets), 'an offset went back')


def add_cases():
    for name, (expected, make, job) in CASES.items():
        for connections in (1, 8):

            def test(self, expected=expected, make=make, job=job, connections=connections):
                self.check(expected, make(), job, connections)

            test.__doc__ = f'{name}, {connections} connections'
            setattr(Servers, f'test_{"".join(c if c.isalnum() else "_" for c in name)}_{connections}', test)


add_cases()


if __name__ == '__main__':
    unittest.main()
