"""The way to a drive that may go away: the copy is whole or not there, and the file itself stays whatever happens."""

import errno
import json
import os
import shutil
import signal
import subprocess
import threading
import unittest
from unittest import mock

from origin import content, plain, sha256
from support import RuntimeTest, until

from lifeline.delivery import Delivery
from lifeline.download import Job, download
from lifeline.progress import Watch

SIZE = 9_000_000
DATA = content(SIZE)


class DeliveryTest(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.drive = self.path('drive')
        os.mkdir(self.drive)
        self.records = []
        self.stop = threading.Event()

    def serve(self, **extra):
        return self.origin.add('/file', plain(DATA, **extra))

    def fetch(self, url, **job):
        """Downloads and copies in this process; returns the failure or None."""
        watch = Watch('x', self.records.append, self.stop, 'boot')
        job = {'output': self.path(), 'copy_to': self.drive + '/', **job}
        return download(Job('x', url, **job), watch)

    def assert_delivered(self, name='file.bin'):
        self.assertEqual(os.listdir(self.drive), [name])
        self.assertTrue(self.read(f'drive/{name}') == DATA)
        self.assertTrue(self.read() == DATA)
        self.assertEqual(self.left(), ['drive', 'file.bin'])


class Copies(DeliveryTest):
    def test_the_copy_is_the_same_and_the_file_stays(self):
        code, records, err = self.get(self.serve(), '--then-copy-to', self.drive + '/')
        self.assertEqual(code, 0, err)
        self.assert_delivered()
        self.assertIn(self.drive + '/', [record['copy']['to'] for record in records if record['copy']])
        self.assertEqual(records[-1]['path'], os.path.join(self.drive, 'file.bin'))
        self.assertEqual((records[-1]['offset'], records[-1]['size']), (SIZE, SIZE))

    def test_a_name_of_its_own_in_a_folder_that_is_made(self):
        target = os.path.join(self.drive, 'models', 'other.bin')
        self.assertIsNone(self.fetch(self.serve(), copy_to=target))
        self.assertTrue(self.read('drive/models/other.bin') == DATA)

    def test_what_was_delivered_is_not_fetched_again_on_a_new_vm(self):
        url = self.serve(Last_Modified='Tue, 01 Sep 2026 00:00:00 GMT')
        self.assertIsNone(self.fetch(url))
        os.unlink(self.path())
        sent = self.origin.sent
        self.assertIsNone(self.fetch(url))
        self.assertLessEqual(self.origin.sent - sent, 1)
        self.assertEqual((self.records[-1]['path'], self.records[-1]['offset']), (os.path.join(self.drive, 'file.bin'), SIZE))
        other = content(SIZE, seed=2)
        self.origin.scripts['/file'] = plain(other, etag='"v2"', Last_Modified='Wed, 02 Sep 2026 00:00:00 GMT')
        self.assertIsNone(self.fetch(url))
        self.assertTrue(self.read('drive/file.bin') == other)

    def test_the_digest_that_was_given_finds_a_delivered_copy(self):
        url = self.serve()
        digests = {'sha256': sha256(DATA)}
        self.assertIsNone(self.fetch(url, digests=digests))
        os.unlink(self.path())
        sent = self.origin.sent
        self.assertIsNone(self.fetch(url, digests=digests))
        self.assertEqual((self.origin.sent - sent, self.records[-1]['verified']), (0, 'sha256'))

    def test_an_earlier_copy_goes_on_only_as_far_as_it_agrees(self):
        for name, begun in {
            'a good half': DATA[: SIZE // 2],
            'a bad half': DATA[:100] + b'?' + DATA[101 : SIZE // 2],
            'zeros': bytes(SIZE),
            'too long': DATA + b'more',
            'nothing': b'',
        }.items():
            with self.subTest(name):
                with open(self.path('drive/.file.bin.lifeline-copy'), 'wb') as file:
                    file.write(begun)
                self.assertIsNone(self.fetch(self.serve()))
                self.assert_delivered()

    def test_a_drive_that_is_not_mounted_gets_no_folder_in_its_place(self):
        with mock.patch('lifeline.delivery.DRIVE', self.drive):
            failure = self.fetch(self.serve(), tries=1)
        self.assertEqual((failure.code, failure.exit_status, failure.retryable), ('drive-gone', 4, True))
        self.assertIn('not mounted', failure.message)
        self.assertEqual(os.listdir(self.drive), [])
        self.assertTrue(self.read() == DATA)


class Interruptions(DeliveryTest):
    def test_kill_9_while_copying_fetches_nothing_again(self):
        url = self.serve()
        for _ in range(3):
            process = self.start(url, '--then-copy-to', self.drive + '/')
            for line in process.stdout:
                if json.loads(line)['copy']:
                    break
            process.send_signal(signal.SIGKILL)
            process.communicate()
        sent = self.origin.sent
        self.assertEqual(self.get(url, '--then-copy-to', self.drive + '/')[0], 0)
        self.assert_delivered()
        self.assertLessEqual(sent, 3 * SIZE)

    def breaking(self, function, error, after=1, times=1):
        """The os function fails with `error` for the drive's files, `times` times after `after` calls that work."""
        real = getattr(os, function)
        calls = []
        self.broken = 0

        def broken(*arguments, **more):
            path = arguments[0] if not isinstance(arguments[0], int) else os.readlink(f'/proc/self/fd/{arguments[0]}')
            if str(path).startswith(self.drive):
                calls.append(function)
                if after < len(calls) <= after + times:
                    self.broken += 1
                    raise OSError(error, os.strerror(error))
            return real(*arguments, **more)

        return mock.patch.object(os, function, broken)

    def test_a_mount_that_dies_is_waited_for_and_the_copy_goes_on(self):
        for number in (errno.ENOTCONN, errno.EIO, errno.ESTALE):
            for function in ('makedirs', 'statvfs', 'fsync', 'replace', 'open'):
                with self.subTest(errno=number, function=function), mock.patch('lifeline.delivery._LOOK_SECONDS', 0.01):
                    self.records.clear()
                    url = self.serve()
                    with self.breaking(function, number, after=0):
                        self.assertIsNone(self.fetch(url))
                    self.assertEqual(self.broken, 1)
                    self.assert_delivered()
                    os.unlink(self.path('drive/file.bin'))
                    os.unlink(self.path())

    def test_while_it_waits_it_says_so_and_can_be_paused(self):
        url = self.serve()
        outcome = []
        with self.breaking('makedirs', errno.ENOTCONN, after=0, times=10**6):
            thread = threading.Thread(target=lambda: outcome.append(self.fetch(url)))
            thread.start()
            told = until(lambda: [r for r in self.records if r['state'] == 'stalled' and r['error']])
            self.assertEqual(told[0]['error']['code'], 'drive-gone')
            self.assertIn('mount it again', told[0]['error']['message'])
            self.stop.set()
            thread.join()
        self.assertEqual((outcome[0].code, self.records[-1]['state']), ('paused', 'paused'))
        self.assertTrue(self.read() == DATA)
        self.stop.clear()
        sent = self.origin.sent
        self.assertIsNone(self.fetch(url))
        self.assert_delivered()
        self.assertEqual(self.origin.sent, sent)

    def test_a_full_drive_is_an_error_that_keeps_the_file(self):
        with self.breaking('fsync', errno.ENOSPC, after=0):
            failure = self.fetch(self.serve())
        self.assertEqual((failure.code, failure.exit_status), ('no-space', 6))
        self.assertTrue(self.read() == DATA)
        self.assertNotIn('file.bin', os.listdir(self.drive))

    def test_a_drive_that_loses_what_was_written_is_found_out(self):
        read_again = Delivery._read_again

        def rotten(delivery, path):
            with open(path, 'r+b') as file:
                file.write(b'\0' * 10)
            return read_again(delivery, path)

        with mock.patch.object(Delivery, '_read_again', rotten):
            failure = self.fetch(self.serve())
        self.assertEqual(failure.code, 'disk-error')
        self.assertEqual(os.listdir(self.drive), [])
        self.assertTrue(self.read() == DATA)
        sent = self.origin.sent
        self.assertIsNone(self.fetch(self.serve()))
        self.assert_delivered()
        self.assertEqual(self.origin.sent, sent)


@unittest.skipUnless(shutil.which('bindfs'), 'needs bindfs')
class RealMount(DeliveryTest):
    """A FUSE file system in the drive's place, whose program is killed as Colab's Drive mount dies."""

    def setUp(self):
        super().setUp()
        self.behind = self.path('behind')
        os.mkdir(self.behind)
        self.mount()
        self.addCleanup(self.unmount)

    def mount(self):
        self.program = subprocess.Popen(['bindfs', '-f', self.behind, self.drive])
        if until(lambda: self.program.poll() or os.path.ismount(self.drive)) is not True:
            self.skipTest('nobody may mount here')

    def unmount(self):
        subprocess.run(['umount', '-l', self.drive], check=True)
        self.program.wait()

    def test_it_dies_in_the_middle_of_a_copy_and_is_mounted_again(self):
        tell = Delivery._tell
        dead = threading.Event()

        def die_once(delivery, at):
            if not dead.is_set():
                dead.set()
                self.program.kill()
                self.program.wait()
            tell(delivery, at)

        outcome = []
        with mock.patch.object(Delivery, '_tell', die_once):
            thread = threading.Thread(target=lambda: outcome.append(self.fetch(self.serve())))
            thread.start()
            told = until(lambda: [r for r in self.records if r['state'] == 'stalled' and r['error']])
            self.assertEqual(told[0]['error']['code'], 'drive-gone')
            with self.assertRaises(OSError) as gone:
                os.listdir(self.drive)
            self.assertEqual(gone.exception.errno, errno.ENOTCONN)
            self.unmount()
            self.mount()
            thread.join()
        self.assertEqual(outcome, [None])
        self.assertTrue(self.read('behind/file.bin') == DATA)
        self.assertEqual(os.listdir(self.behind), ['file.bin'])


if __name__ == '__main__':
    unittest.main()
