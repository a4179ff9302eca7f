"""Parsers of what comes from outside, fed with what nobody sends on purpose: nothing but a Failure ever comes out of them.

`LIFELINE_FUZZ_RUNS=1000000 python3 -m unittest test_fuzz` makes a million of each; the usual number only keeps them honest.
"""

import copy
import json
import os
import random
import re
import sys
import unittest
from unittest import mock

from support import RUNTIME

sys.path.insert(0, RUNTIME)
from lifeline import sites
from lifeline.address import MAX_NAME_BYTES, Address, name_from, safe_path
from lifeline.batch import joblist
from lifeline.digests import SIZES, server_digests
from lifeline.errors import Failure
from lifeline.net.http1 import Head
from lifeline.net.pages import refusal
from lifeline.net.resource import Changed, Resource, Unproven, judge
from lifeline.secret import fill_address, fill_headers
from lifeline.sites.found import Answer, Ask

RUNS = int(os.environ.get('LIFELINE_FUZZ_RUNS', 300))

SHA, MD5, ID = 'ab' * 32, 'cd' * 16, '1AbCdEfGhIjKlMnOpQrStUvWxYz012345'
HOSTILE = ['../../etc/passwd', '/etc/passwd', '..', '.', '', 'a\r\nEvil: 1', 'C:\\x', '\ud800', '\u202egpj.exe', 'x' * 400, 'é' * 200, '%2e%2e%2fup', 'javascript:x', 'https://evil.example/x']
VALUES = [None, True, -1, 0, 7, 1e300, [], {}, [[]], 'a.bin', SHA, MD5, f'sha256:{SHA}', f'md5:{MD5}', *HOSTILE]

# By site: links that lead there, and answers in the shapes of test_sites to begin from.
SITES = {
    'huggingface': (
        ['https://huggingface.co/o/m', 'https://hf.co/datasets/o/d/tree/main/sub', 'https://huggingface.co/o/m/blob/main/a.bin'],
        [{'sha': '01' * 20}, [{'type': 'file', 'path': 'a/b.bin', 'size': 3, 'lfs': {'oid': SHA}}, {'type': 'file', 'path': 'c', 'size': 1}]],
    ),
    'drive': (
        [f'https://drive.google.com/file/d/{ID}/view', f'https://drive.google.com/uc?id={ID}&resourcekey=0-x'],
        [
            '<title>Google Drive - Virus scan warning</title><form id="download-form" action="https://drive.usercontent.google.com/download">'
            f'<input type="hidden" name="id" value="{ID}"><input type="hidden" name="confirm" value="t"></form>',
            '<title>Google Drive - Quota exceeded</title>',
        ],
    ),
    'github': (
        ['https://github.com/o/r/releases', 'https://github.com/o/r/releases/download/v1/a.zip', 'https://github.com/o/r/blob/main/a%20b'],
        [{'assets': [{'name': 'a.zip', 'size': 5, 'digest': f'sha256:{SHA}', 'browser_download_url': 'https://github.com/o/r/releases/download/v1/a.zip'}]}],
    ),
    'kaggle': (['https://www.kaggle.com/datasets/o/d', 'https://www.kaggle.com/c/titanic', 'https://www.kaggle.com/api/v1/x'], [{}]),
    'zenodo': (
        ['https://zenodo.org/records/1', 'https://zenodo.org/records/1/files/a.zip', 'https://doi.org/10.5281/zenodo.1'],
        [{'files': [{'key': 'a.zip', 'size': 4, 'checksum': f'md5:{MD5}', 'links': {'self': 'https://zenodo.org/api/records/1/files/a.zip/content'}}]}],
    ),
    'figshare': (
        ['https://figshare.com/articles/dataset/t/1', 'https://uni.figshare.com/articles/t/1/2'],
        [{'files': [{'name': 'd.tsv', 'size': 3, 'download_url': 'https://ndownloader.figshare.com/files/7', 'computed_md5': MD5}]}],
    ),
    'shares': (['https://www.dropbox.com/s/x/f.zip?dl=0', 'https://uni.sharepoint.com/:u:/g/x?e=a'], [{}]),
    'onedrive': (
        ['https://1drv.ms/u/s!AbC', 'https://onedrive.live.com/?id=1&redeem=aHR0cHM'],
        [{'token': 'x', 'name': 'a.zip', 'size': 9, '@content.downloadUrl': 'https://x.microsoftpersonalcontent.com/a', 'file': {'hashes': {'sha256Hash': SHA}}}],
    ),
    'civitai': (
        ['https://civitai.com/models/3/n', 'https://civitai.com/api/download/models/7'],
        [{'modelVersions': [{'id': 7}]}, {'files': [{'name': 'm.bin', 'primary': True, 'downloadUrl': 'https://civitai.com/api/download/models/7', 'hashes': {'SHA256': SHA}}]}],
    ),
}
_IN_LINKS = ['/', '..', '%2e%2e%2f', '%0d%0a', '%00', '%ff', '?', '&', '=', 'id=', 'a', '7', '@', '#', 'datasets/', 'tree/', 'resolve/', 'versions/']


class Fuzz(unittest.TestCase):
    def setUp(self):
        self.dice = random.Random(8)

    def text(self, pieces, most=8):
        """Pieces and random characters, in any order."""
        dice = self.dice
        return ''.join(
            dice.choice(pieces) if dice.random() < 0.8 else ''.join(map(chr, dice.choices(range(0x300), k=dice.randrange(4))))
            for _ in range(dice.randrange(most))
        )

    def changed(self, value, depth=0):
        """A JSON value with some of its parts replaced, doubled or gone."""
        dice = self.dice
        if dice.random() < 0.12:
            return dice.choice(VALUES)
        if isinstance(value, dict):
            return {dice.choice(HOSTILE) if dice.random() < 0.02 else key: self.changed(each, depth + 1) for key, each in value.items() if dice.random() > 0.05}
        if isinstance(value, list):
            return [self.changed(each, depth + 1) for each in value for _ in range(dice.choice((1, 1, 1, 0, 2)))]
        return value

    def address(self, text):
        try:
            return Address(text)
        except Failure:
            return None

    def assert_safe_name(self, name):
        parts = name.split('/')
        good = name != '' and all(part not in ('', '.', '..') and len(part.encode()) <= MAX_NAME_BYTES + 6 for part in parts)
        self.assertTrue(good and not re.search(r'[\x00-\x1f\x7f\\]', name), repr(name))


class FuzzedAsk(Ask):
    """A site that may say anything."""

    def __init__(self, fuzz, answers):
        super().__init__(Address('https://example.org/'), {}, self._secret, 1)
        self.fuzz, self.answers = fuzz, answers

    def _secret(self, name):
        if self.fuzz.dice.random() < 0.5:
            raise Failure('no-secret', f'There is no secret {name} here')
        return 'token'

    def post(self, url, value):
        return self.get(url)

    def get(self, url, headers=None, peek=False):
        dice = self.fuzz.dice
        body = dice.choice(self.answers)
        kind = 'text/html; charset=utf-8' if isinstance(body, str) else 'application/json'
        if isinstance(body, str):
            cut = dice.randrange(len(body) + 1)
            body = body[:cut] + dice.choice(['', '', '<form id="download-form">', '"', '\ud800', *HOSTILE]) + body[cut:]
        else:
            body = json.dumps(self.fuzz.changed(copy.deepcopy(body)))
        if dice.random() < 0.05:
            body = dice.choice(['[' * 100_000, '{', 'null', '1' * 5000, '\x00'])
        status = dice.choice([200, 200, 200, 200, 206, 401, 403, 404, 429, 500])
        fields = {'content-type': dice.choice([kind, kind, 'application/zip', 'text/html', '']), 'link': f'<{dice.choice([url, *HOSTILE[-2:]])}>; rel="next"'}
        fields['content-disposition'] = f'attachment; filename="{re.sub("[^ -~]", "", dice.choice(HOSTILE))}"'
        lines = [f'HTTP/1.1 {status} X', *(f'{name}: {value}' for name, value in fields.items())]
        final = dice.choice([url, url, 'https://accounts.google.com/signin', 'https://evil.example/'])
        return Answer(Head('\n'.join(lines).encode()), Address(final), body.encode('utf-8', 'replace'))


class Sites(Fuzz):
    def setUp(self):
        super().setUp()
        patch = mock.patch('lifeline.sites.onedrive.hide')  # see below
        patch.start()
        self.addCleanup(patch.stop)

    def check(self, link, answers):
        address = Address(link)
        try:
            found = sites.find(address, FuzzedAsk(self, answers)) or []
        except Failure:
            return
        names = [file.name for file in found]
        if len(found) > 1:
            self.assertEqual(len(set(names)), len(names), names)
        for file in found:
            if len(found) > 1 or file.name is not None:
                self.assert_safe_name(file.name)
            self.assertTrue(file.size is None or file.size >= 0)
            for algorithm, value in file.digests.items():
                self.assertRegex(value, rf'^[0-9a-f]{{{2 * SIZES[algorithm]}}}$')
            target = self.address(file.url)
            if target is None:
                continue  # told as a bad address before anything is asked
            self.assertIn(target.scheme, ('http', 'https'))
            if file.headers:
                host = target.host.removeprefix('www.')
                own = address.host.removeprefix('www.').replace('hf.co', 'huggingface.co')
                self.assertTrue(host == own or host.startswith('civitai.') and own.startswith('civitai.'), (link, file))
                self.assertFalse(re.search(r'[\r\n\x00]', str(file.headers)))


def _of(site):
    links, answers = SITES[site]

    def test(self):
        for _ in range(RUNS):
            link = self.dice.choice(links)
            if self.dice.random() < 0.3:
                cut = self.dice.randrange(link.index('/', 8), len(link) + 1)
                link = link[:cut] + self.text(_IN_LINKS) + link[cut:]
            if self.address(link) is not None:
                self.check(link, answers)

    return test


for _site in SITES:
    setattr(Sites, f'test_{_site}', _of(_site))


class Texts(Fuzz):
    def test_names_and_addresses(self):
        pieces = ['https://', 'a.org', '/', '\\', '..', '.', '%2e', '%00', '\r\n', '?', '#', '@', ':', '[', ']', 'ftp://', 'file://', 'é', '\ud800', 'x' * 300, '"', ';', "filename*=UTF-8''", 'filename=', 'attachment']
        base = Address('https://example.org/a/b.bin')
        for _ in range(RUNS):
            text = self.text(pieces)
            safe = safe_path(text)
            if safe:
                self.assert_safe_name(safe)
            self.assert_safe_name(name_from(text.encode('utf-8', 'replace').decode('latin-1'), base))
            address = self.address(text)
            if address is not None:
                self.assertIn(address.scheme, ('http', 'https', 'ftp'))
                self.assertFalse(re.search(r'[\x00-\x20\x7f]', address.text + address.netloc), repr(text))
                self.assert_safe_name(name_from(None, address))
            try:
                self.assertIn(base.follow(text).scheme, ('http', 'https'))
            except Failure:
                pass

    # What is hidden from logs is remembered for ever, and looked for in each message: not a million of them.
    @mock.patch('lifeline.secret.hide')
    def test_headers_with_secrets_are_one_line_each(self, _):
        pieces = ['Cookie', ': ', '\r\n', '\n', 'Evil: 1', '{secret:A}', '{secret:', '}', '\t', '\0', 'Host', 'x', '\x85', '\u2028']
        lookup = lambda name: self.dice.choice(['value', 'va\r\nEvil: 1', ' ', ''])
        for _ in range(RUNS):
            try:
                filled = fill_headers({self.text(pieces, 3): self.text(pieces)}, lookup)
                self.assertFalse(re.search(r'[\r\n\0]', ''.join(f'{name}{value}' for name, value in filled.items())))
            except Failure:
                pass
            self.assertIsInstance(fill_address('https://a.org/' + self.text(pieces), lookup), str)

    def test_answers_heads(self):
        pieces = ['HTTP/1.1 200 OK', 'HTTP/1.1 206 X', 'HTTP/1.0 416 ', '\r\n', '\n', 'Content-Length: ', 'Content-Range: bytes ', '0-9/10', '*/10', '5', '9' * 30, '-', 'ETag: ', '"v1"', 'W/"', 'Last-Modified: ', 'Thu, 01 Jan 2026 00:00:00 GMT', 'Date: ', 'Digest: sha-256=', 'Repr-Digest: sha-256=:', 'YWJj:', 'x-goog-hash: md5=', 'Content-Type: text/html', 'Retry-After: ', 'Transfer-Encoding: chunked', ': ']
        known = Resource(size=10, etags=['"v1"'])
        for _ in range(RUNS):
            text = self.dice.choice(pieces[:3]) + '\r\n' + self.text(pieces, 12)
            try:
                head = Head(text.encode('utf-8', 'replace'))
                server_digests(head)
                judge(head, self.dice.choice([None, (0, 1), (5, None)]), self.dice.choice([None, known]), ('/a.bin',))
            except (Failure, Changed, Unproven):
                pass

    def test_pages(self):
        pieces = ['<title>', 'Sign in', 'Quota exceeded', '</title>', '<', 'file', ' has been deleted', 'captcha', 'virus scan warning', ' ' * 60]
        for _ in range(RUNS):
            refusal(self.text(pieces, 20))

    def test_job_lists(self):
        job = {'id': 'a', 'url': 'https://a.org/x', 'output': 'x', 'sha256': SHA, 'headers': {'A': 'b'}, 'copyTo': 'd', 'unpack': True, 'connections': 2}
        good = {'v': 1, 'jobs': [job], 'concurrency': 2, 'speedLimit': 5}
        for _ in range(RUNS):
            try:
                joblist.check(self.changed(copy.deepcopy(good)))
            except Failure:
                pass


if __name__ == '__main__':
    unittest.main()
