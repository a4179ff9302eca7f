"""A link that stands for many files is one download: told as one, resumed as one, and no file of it is fetched twice."""

import os
import sys
import threading
import unittest
from unittest import mock

from origin import content, plain, sha256
from support import RUNTIME, RuntimeTest

sys.path.insert(0, RUNTIME)
from lifeline import sites
from lifeline.download import Job, download
from lifeline.progress import Watch
from lifeline.sites.found import Found


class Site:
    """A site whose links are those of the test's origin."""

    HOSTS = ('127.0.0.1',)
    HOST_ENDINGS = ()

    def __init__(self, files):
        self.files = files

    def find(self, address, ask):
        return self.files if address.path == '/page' else None


class Collections(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.data = {'set/a.bin': content(3_000_000, 1), 'set/sub/b.bin': content(2_000_000, 2), 'set/empty': b''}
        self.files = [
            Found(self.origin.add(f'/{index}', plain(data)), name, len(data), {'sha256': sha256(data)})
            for index, (name, data) in enumerate(self.data.items())
        ]
        self.records = []
        self.enterContext(mock.patch.object(sites, '_SITES', (Site(self.files),)))

    def run_job(self, stop_at=None, **fields):
        stop = threading.Event()

        def emit(record):
            self.records.append(record)
            if stop_at is not None and record['offset'] >= stop_at:
                stop.set()

        last = self.records[-1] if self.records else None
        job = Job(id='j', url=f'{self.origin.url}/page', output=self.folder + '/', **fields)
        return download(job, Watch('j', emit, stop, 'boot', last))

    def check_files(self):
        for name, data in self.data.items():
            with open(os.path.join(self.folder, name), 'rb') as file:
                self.assertEqual(file.read(), data, name)
        left = [name for _, _, names in os.walk(self.folder) for name in names]
        self.assertEqual(sorted(left), ['a.bin', 'b.bin', 'empty'])

    def test_all_files_in_their_places_told_as_one(self):
        self.assertIsNone(self.run_job())
        self.check_files()
        offsets = [record['offset'] for record in self.records]
        self.assertEqual(offsets, sorted(offsets))
        self.assertEqual([record['seq'] for record in self.records], list(range(1, len(self.records) + 1)))
        last = self.records[-1]
        self.assertEqual((last['state'], last['offset'], last['size'], last['verified']), ('completed', 5_000_000, 5_000_000, 'sha256'))
        self.assertEqual({record['state'] for record in self.records[:-1]} - {'starting', 'running', 'verifying'}, set())
        self.assertTrue(all(record['path'] in (None, self.folder + '/') for record in self.records))

    def test_goes_on_where_it_was_paused_and_fetches_no_file_twice(self):
        self.assertEqual(self.run_job(stop_at=3_000_000).code, 'paused')
        self.assertEqual(self.records[-1]['state'], 'paused')
        first = sum(1 for request in self.origin.requests if request.path == '/0')
        self.assertIsNone(self.run_job())
        self.check_files()
        self.assertEqual(sum(1 for request in self.origin.requests if request.path == '/0'), first)
        self.assertLess(self.origin.sent, 5_000_000 + 3 * 65_536 + 2_000_000)

    def test_one_wrong_file_fails_the_whole_and_the_others_stay(self):
        self.files[1].digests = {'sha256': '0' * 64}
        self.assertEqual(self.run_job().code, 'wrong-digest')
        self.assertTrue(os.path.exists(os.path.join(self.folder, 'set/a.bin')))
        self.assertFalse(os.path.exists(os.path.join(self.folder, 'set/sub/b.bin')))
        self.files[1].digests = {}
        self.assertIsNone(self.run_job())
        self.check_files()
        self.assertEqual(self.records[-1]['verified'], 'size')

    def test_copies_keep_their_places(self):
        with self.subTest('copy'):
            drive = os.path.join(self.folder, 'drive')
            os.mkdir(drive)
            self.assertIsNone(self.run_job(copy_to=drive + '/'))
            for name, data in self.data.items():
                with open(os.path.join(drive, name), 'rb') as file:
                    self.assertEqual(file.read(), data)


class LoneFiles(RuntimeTest):
    def test_a_lone_file_has_the_sites_name_and_digest_and_goes_on_under_a_new_address(self):
        data = content(2_000_000)

        def cut(request, reply):
            reply.head(200, Content_Length=len(data), ETag='"v1"', Accept_Ranges='bytes')
            reply.body(data[:1_200_000])

        old = Found(self.origin.add('/old', cut), 'model.bin', len(data), {'sha256': sha256(data)})
        new = Found(self.origin.add('/new', plain(data)), 'model.bin', len(data), {'sha256': sha256(data)})
        job = Job(id='j', url=f'{self.origin.url}/page', output=self.folder + '/', tries=1)
        for found, code in ((old, 'connection-lost'), (new, None)):
            with mock.patch.object(sites, '_SITES', (Site([found]),)):
                failure = download(job, Watch('j', lambda record: None, threading.Event(), 'boot'))
            self.assertEqual(failure and failure.code, code)
        self.assertEqual(self.read('model.bin'), data)
        self.assertLess(self.origin.sent, 1_200_000 + 900_000 + 2 * 65_536)


if __name__ == '__main__':
    unittest.main()
