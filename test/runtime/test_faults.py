"""What servers and networks do wrong: the right file or an honest error, never a wrong file under its name."""

import base64
import hashlib
import os
import unittest

from origin import content, plain, sha256, span
from support import RuntimeTest

SIZE = 3 << 20
OLD = content(SIZE, seed=1)
NEW = content(SIZE, seed=2)


def cut(data, at, how='reset', times=1, **extra):
    """Breaks the first `times` answers after `at` body bytes, then behaves."""
    whole = plain(data, **extra)

    def script(request, reply):
        if request.number >= times:
            return whole(request, reply)
        first, last, status = span(request, data)
        reply.head(
            status,
            Content_Length=last - first + 1,
            ETag='"v1"',
            **extra,
            **({'Content_Range': f'bytes {first}-{last}/{len(data)}'} if status == 206 else {}),
        )
        reply.body(data[first : min(first + at, last + 1)])
        if how == 'reset':
            reply.reset()
        elif how == 'hang':
            reply.hang()

    return script


def first_then(first, then):
    return lambda request, reply: (first if request.number == 0 else then)(request, reply)


def status(code, times=1, then=None, **headers):
    def script(request, reply):
        if request.number < times:
            return reply.head(code, Content_Length=0, Connection='close', **headers)
        return (then or plain(OLD))(request, reply)

    return script


def answer_resume_with(reply_to_range):
    """A first answer that is cut at a third, then `reply_to_range` for what asks for the rest, a whole file without Range."""
    broken = cut(OLD, SIZE // 3, times=1_000_000)

    def script(request, reply):
        if request.number == 0:
            return broken(request, reply)
        if request.range is None or request.range[0] == 0:
            return plain(OLD)(request, reply)
        return reply_to_range(request, reply)

    return script


def wrong_206(shift=0, total=SIZE, content_range=True, kind=None):
    def script(request, reply):
        first, last, _ = span(request, OLD)
        headers = {'Content_Length': last - first + 1, 'ETag': '"v1"', 'Connection': 'close'}
        if content_range:
            headers['Content_Range'] = f'bytes {first + shift}-{last + shift}/{total}'
        if kind:
            headers['Content_Type'] = kind
        reply.head(206, **headers)
        reply.body(NEW[first : last + 1])

    return script


def short_206(request, reply):
    if request.range is None:
        return plain(OLD)(request, reply)
    first, last, code = span(request, OLD)
    last = min(last, first + 500_000)
    reply.head(code, Content_Length=last - first + 1, Content_Range=f'bytes {first}-{last}/{SIZE}', ETag='"v1"', Connection='close')
    reply.body(OLD[first : last + 1])


def whole_for_range(data, etag):
    def script(_, reply):
        reply.head(200, Content_Length=len(data), ETag=etag, Connection='close')
        reply.body(data)

    return script


def html(code):
    def script(request, reply):
        page = b'<!doctype html><html><title>Sign in</title>' + b' ' * 3000
        headers = {'Content_Range': f'bytes {request.range[0]}-{request.range[0] + len(page) - 1}/{SIZE}'} if code == 206 else {}
        reply.head(code, Content_Type='text/html', Content_Length=len(page), Connection='close', **headers)
        reply.body(page)

    return script


def chunked(data, upto=None, end=True):
    def script(_, reply):
        reply.head(200, Transfer_Encoding='chunked', Connection='close')
        for at in range(0, upto or len(data), 100_000):
            piece = data[at : min(at + 100_000, upto or len(data))]
            reply.raw(b'%x\r\n' % len(piece))
            reply.body(piece)
            reply.raw(b'\r\n')
        if end:
            reply.raw(b'0\r\n\r\n')

    return script


def ignores_ranges(request, reply):
    whole_for_range(OLD, '"v1"')(request, reply)


# name: script. Each must end with exactly OLD under the name and exit status 0.
RECOVERS = {
    'plain': plain(OLD),
    'no validators': plain(OLD, etag=None),
    'weak etag': plain(OLD, etag='W/"v1"'),
    'server ignores ranges': ignores_ranges,
    'reset at the first byte': cut(OLD, 0),
    'reset in the middle': cut(OLD, SIZE // 2),
    'reset five times': cut(OLD, 400_000, times=5),
    'clean close short': cut(OLD, SIZE // 2, how='close'),
    'stall in the middle': cut(OLD, SIZE // 2, how='hang'),
    'reset before the headers': first_then(lambda _, reply: reply.reset(), plain(OLD)),
    'empty reply': first_then(lambda _, reply: None, plain(OLD)),
    'garbage for a status line': first_then(lambda _, reply: reply.raw(b'%%%\r\n\r\n'), plain(OLD)),
    '408 once': status(408),
    '429 with Retry-After': status(429, Retry_After='0'),
    '500 once': status(500),
    '502 twice': status(502, times=2),
    '503 with Retry-After': status(503, Retry_After='0'),
    '504 once': status(504),
    'answers are capped': short_206,
    'wrong start on resume': answer_resume_with(first_then(wrong_206(shift=7), wrong_206(shift=7))),
    'wrong total on resume': answer_resume_with(wrong_206(total=SIZE + 1)),
    'no Content-Range on resume': answer_resume_with(wrong_206(content_range=False)),
    'multipart on resume': answer_resume_with(wrong_206(content_range=False, kind='multipart/byteranges; boundary=x')),
    '200 instead of 206 on resume': answer_resume_with(whole_for_range(OLD, '"v1"')),
    'chunked': chunked(OLD),
}

# name: script. Must fail with this exit status, or end with the right file; never a wrong file.
HONEST = {
    '404': (status(404, times=99), 3),
    '403': (status(403, times=99), 3),
    '410': (status(410, times=99), 3),
    '503 for ever': (status(503, times=99), 4),
    'cut for ever': (cut(OLD, 0, times=99), 4),
    'redirect loop': (lambda _, reply: reply.head(302, Location='/file', Content_Length=0, Connection='close'), 3),
    'redirect to a file address': (lambda _, reply: reply.head(302, Location='file:///etc/passwd', Content_Length=0, Connection='close'), 3),
    'chunked, cut in the middle': (chunked(OLD, upto=1_000_000, end=False), 4),
    'a web page for the rest': (answer_resume_with(html(200)), (0, 3, 4)),
    'a web page as 206 for the rest': (answer_resume_with(html(206)), (0, 3, 4)),
    'coded though not asked for': (
        lambda _, reply: (reply.head(200, Content_Encoding='gzip', Content_Length=4, Connection='close'), reply.body(b'\x1f\x8b00')),
        3,
    ),
}


class Faults(RuntimeTest):
    def check(self, script, expected, connections):
        url = self.origin.add('/file', script)
        options = ['--connections', connections, '--stall-timeout', '1']
        if expected != 0:
            options += ['--max-tries', '3']
        code, records, err = self.get(url, *options)
        self.assertIn(code, expected if isinstance(expected, tuple) else (expected,), err)
        if code == 0:
            self.assertTrue(self.read() == OLD, 'a wrong file was published')
            self.assertEqual(records[-1]['state'], 'completed')
            self.assertEqual(records[-1]['offset'], SIZE)
            self.assertEqual(self.left(), ['file.bin'])
        else:
            self.assertFalse(os.path.exists(self.path()), 'a file was published after a failure')
            self.assertEqual(records[-1]['error'].keys(), {'code', 'message', 'retryable'})
            self.assertTrue(err.strip())
        offsets = [record['offset'] for record in records if not record['restarted']]
        self.assertEqual(offsets, sorted(offsets), 'an offset went back')


def add_cases():
    for connections in ('1', '8'):
        for name, script in RECOVERS.items():
            make(f'{name}, {connections} connections', script, 0, connections)
        for name, (script, expected) in HONEST.items():
            make(f'{name}, {connections} connections', script, expected, connections)


def make(name, script, expected, connections):
    def test(self):
        self.check(script, expected, connections)

    test.__doc__ = name
    setattr(Faults, 'test_' + ''.join(c if c.isalnum() else '_' for c in name), test)


add_cases()


class Changes(RuntimeTest):
    """A file that changes on the server between two runs."""

    def interrupted(self, script):
        """Runs until the origin has broken it for good; what came stays."""
        url = self.origin.add('/file', script)
        self.assertEqual(self.get(url, '--max-tries', '1')[0], 4)
        return url

    def resumed_gives(self, etag_before, etag_after, after):
        url = self.interrupted(cut(OLD, SIZE // 2, times=99))
        self.origin.scripts['/file'] = plain(after, etag=etag_after)
        code, records, _ = self.get(url)
        self.assertEqual(code, 0)
        self.assertTrue(self.read() == after)
        return records

    def test_same_size_other_etag(self):
        self.assertTrue(self.resumed_gives('"v1"', '"v2"', NEW)[-1]['restarted'])

    def test_same_size_same_etag_other_bytes(self):
        self.resumed_gives('"v1"', '"v1"', NEW)

    def test_bigger(self):
        self.resumed_gives('"v1"', '"v2"', NEW + NEW)

    def test_smaller(self):
        self.resumed_gives('"v1"', '"v2"', NEW[: SIZE // 4])

    def test_unchanged_with_another_etag_starts_nothing_over(self):
        """A fleet of mirrors whose nodes each have their own ETag."""
        date = {'Last_Modified': 'Tue, 01 Sep 2026 00:00:00 GMT'}
        url = self.interrupted(cut(OLD, SIZE // 2, times=99, **date))
        self.origin.scripts['/file'] = plain(OLD, etag='"node-2"', **date)
        code, records, _ = self.get(url)
        self.assertEqual(code, 0)
        self.assertTrue(self.read() == OLD)
        self.assertFalse(records[-1]['restarted'])
        self.assertGreater(records[-1]['kept'], 0)

    def test_a_part_that_rotted_is_cut_back_not_believed(self):
        url = self.interrupted(cut(OLD, SIZE // 2, times=99))
        part = next(name for name in os.listdir(self.folder) if name.endswith('.part'))
        with open(self.path(part), 'r+b') as file:
            file.seek(SIZE // 8)
            file.write(b'\0' * 1000)
        self.origin.scripts['/file'] = plain(OLD)
        self.assertEqual(self.get(url)[0], 0)
        self.assertTrue(self.read() == OLD)


class Digests(RuntimeTest):
    def test_a_right_sha256_is_said(self):
        url = self.origin.add('/file', plain(OLD))
        code, records, _ = self.get(url, '--sha256', sha256(OLD))
        self.assertEqual((code, records[-1]['verified']), (0, 'sha256'))

    def test_a_wrong_sha256_publishes_nothing_and_leaves_nothing_to_believe(self):
        url = self.origin.add('/file', plain(OLD))
        code, records, err = self.get(url, '--sha256', '0' * 64)
        self.assertEqual((code, records[-1]['error']['code']), (5, 'wrong-digest'))
        self.assertIn('SHA-256', err)
        self.assertEqual(self.left(), [])

    def test_a_bit_that_flips_on_the_way_is_found_by_the_servers_own_digest(self):
        flipped = bytearray(OLD)
        flipped[SIZE // 2] ^= 1
        digest = base64.b64encode(hashlib.sha256(OLD).digest()).decode()
        good = plain(OLD, Repr_Digest=f'sha-256=:{digest}:')
        bad = plain(bytes(flipped), Repr_Digest=f'sha-256=:{digest}:')
        url = self.origin.add('/file', first_then(bad, good))
        code, records, _ = self.get(url, '--connections', '1')
        self.assertEqual((code, records[-1]['verified']), (0, 'sha256'))
        self.assertTrue(self.read() == OLD)


if __name__ == '__main__':
    unittest.main()
