"""A file larger than the VM's disk reaches a drive in pieces, and never fills the disk."""

import os
import sys
import threading
import unittest
from unittest import mock

from origin import content, plain, sha256
from support import RUNTIME, RuntimeTest

sys.path.insert(0, RUNTIME)
from lifeline import pieces
from lifeline.download import Job, download
from lifeline.progress import Watch

MIB = 1 << 20
DATA = content(5 * MIB + 12345)
DATE = 'Thu, 01 Jan 2026 00:00:00 GMT'


class PiecesTest(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.vm, self.drive = self.path('vm'), self.path('drive')
        os.mkdir(self.vm)
        os.mkdir(self.drive)
        self.rooms = {self.vm: 3 * MIB, self.drive: 100 * MIB}
        self.most = 0
        for module in ('disk.part', 'pieces', 'delivery'):
            self.enterContext(mock.patch(f'lifeline.{module}.free_bytes', self.free))
        self.enterContext(mock.patch.object(pieces, 'PIECE', MIB))
        self.records = []
        self.url = self.origin.add('/model.bin', plain(DATA, Last_Modified=DATE))

    def free(self, path):
        root = self.vm if path.startswith(self.vm) else self.drive
        return self.rooms[root] - self.used(root)

    @staticmethod
    def used(folder):
        return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)

    def run_job(self, stop_at=None, **fields):
        stop = threading.Event()

        def emit(record):
            self.records.append(record)
            self.most = max(self.most, self.used(self.vm))
            if stop_at is not None and record['offset'] >= stop_at:
                stop.set()

        job = Job(id='j', url=self.url, output=self.vm + '/', copy_to=self.drive + '/', **fields)
        return download(job, Watch('j', emit, stop, 'boot'))

    def joined(self):
        folder = os.path.join(self.drive, 'model.bin.pieces')
        names = sorted(name for name in os.listdir(folder) if name != 'JOIN.txt')
        self.assertEqual(names, [f'model.bin.{index:05}' for index in range(6)])
        return b''.join(self.read(os.path.join(folder, name)) for name in names)

    def test_all_pieces_are_there_the_disk_was_never_full_and_nothing_stays_on_it(self):
        self.assertIsNone(self.run_job(digests={'sha256': sha256(DATA)}))
        self.assertTrue(self.joined() == DATA)
        self.assertLess(self.most, 2 * MIB)
        self.assertEqual(os.listdir(self.vm), [])
        last = self.records[-1]
        self.assertEqual((last['state'], last['verified'], last['offset'], last['size']), ('completed', 'sha256', len(DATA), len(DATA)))
        self.assertEqual(last['path'], os.path.join(self.drive, 'model.bin.pieces', ''))
        self.assertIn('in pieces', last['notice'])
        offsets = [record['offset'] for record in self.records]
        self.assertEqual(offsets, sorted(offsets))
        self.assertLess(self.origin.sent, len(DATA) + MIB)
        with open(os.path.join(last['path'], 'JOIN.txt'), encoding='utf-8') as file:
            self.assertRegex(file.read(), r'^cat model\.bin\.\[0-9\]\* > model\.bin\n# version ')

    def test_a_new_vm_fetches_what_the_drive_lacks(self):
        self.assertEqual(self.run_job(stop_at=3 * MIB).code, 'paused')
        for at, _, names in os.walk(self.vm):
            for name in names:
                os.unlink(os.path.join(at, name))
        sent = self.origin.sent
        self.assertIsNone(self.run_job())
        self.assertTrue(self.joined() == DATA)
        self.assertLess(self.origin.sent - sent, len(DATA) - 2 * MIB)
        self.assertEqual(self.records[-1]['verified'], 'size')

    def test_a_file_that_changes_is_never_mixed(self):
        self.assertEqual(self.run_job(stop_at=3 * MIB).code, 'paused')
        other = content(len(DATA), 2)
        self.origin.add('/model.bin', plain(other, etag='"v2"', Last_Modified='Fri, 02 Jan 2026 00:00:00 GMT'))
        self.assertIsNone(self.run_job())
        self.assertTrue(self.joined() == other)

        def changing(request, reply):
            new = sum(1 for each in self.origin.requests if each.path == '/model.bin') > before + 4
            plain(DATA if new else other, etag='"v3"' if new else '"v2"', Last_Modified=DATE)(request, reply)

        before = sum(1 for each in self.origin.requests if each.path == '/model.bin')
        self.origin.add('/model.bin', changing)
        self.assertEqual(self.run_job().code, 'refused-by-server')
        self.assertIsNone(self.run_job())
        self.assertTrue(self.joined() == DATA)

    def test_the_wrong_file_is_thrown_away(self):
        self.assertEqual(self.run_job(digests={'sha256': '0' * 64}).code, 'wrong-digest')
        self.assertEqual(os.listdir(os.path.join(self.drive, 'model.bin.pieces')), ['JOIN.txt'])

    def test_where_it_cannot_help_it_says_so_before_anything_is_fetched(self):
        cases = {
            'the server does not say': lambda: self.origin.add('/model.bin', plain(DATA, etag=None)),
            'are needed for this file': lambda: self.rooms.update({self.vm: MIB}),
            'are needed in': lambda: self.rooms.update({self.vm: 100 * MIB, self.drive: MIB}),
            'MiB are needed in': lambda: self.rooms.update({self.vm: 3 * MIB}),
        }
        for words, change in cases.items():
            with self.subTest(words):
                change()
                failure = self.run_job()
                self.assertEqual(failure.code, 'no-space')
                self.assertIn(words, failure.message)
                self.assertEqual(self.used(self.drive), 0)
                self.origin.add('/model.bin', plain(DATA, Last_Modified=DATE))

    def test_a_file_that_fits_comes_whole(self):
        self.rooms[self.vm] = 100 * MIB
        self.assertIsNone(self.run_job())
        self.assertEqual(os.listdir(self.drive), ['model.bin'])


if __name__ == '__main__':
    unittest.main()
