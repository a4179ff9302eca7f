"""The disk: full, failing, taken away; files that are there already; parts and journals in every state."""

import binascii
import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import unittest
from unittest import mock

from origin import content, plain, sha256, span
from support import ENVIRONMENT, RuntimeTest, until

from lifeline.disk.part import Part
from lifeline.errors import Failure
from lifeline.net.resource import Resource

SIZE = 4 << 20
DATA = content(SIZE, seed=5)
OTHER = content(SIZE, seed=6)
ALL = bool(os.environ.get('LIFELINE_ALL_CRASHES'))


def paced(data, seconds, etag='"v1"'):
    """Serves the file in steps, within about so many seconds."""
    pause = threading.Event()

    def script(request, reply):
        first, last, code = span(request, data)
        headers = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if code == 206 else {}
        reply.head(code, Content_Length=last - first + 1, ETag=etag, Accept_Ranges='bytes', Connection='close', **headers)
        step = max(1, len(data) // 16)
        for at in range(first, last + 1, step):
            reply.body(data[at : min(at + step, last + 1)])
            pause.wait(seconds / 16)

    return script


def half(data, times=1):
    """Breaks the first answers half way: closed, as a reset takes along what was not read yet."""

    def script(request, reply):
        if request.number >= times:
            return plain(data)(request, reply)
        first, last, code = span(request, data)
        headers = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if code == 206 else {}
        reply.head(code, Content_Length=last - first + 1, ETag='"v1"', **headers)
        reply.body(data[first : max(first, len(data) // 2)])

    return script


class DiskTest(RuntimeTest):
    def halved(self, data=DATA, **job):
        """The address of a file that is half there."""
        url = self.origin.add('/file', half(data, times=999))
        self.assertEqual(self.fetch(url, tries=1, **job)[0].code, 'connection-lost')
        self.origin.scripts['/file'] = plain(data)
        return url

    def finish(self, url, data=DATA, at_most=None, **job):
        """Fetches the rest, of at most so many bytes; returns the last record."""
        before = self.origin.sent
        failure, records = self.fetch(url, **job)
        self.assertIsNone(failure, failure and failure.message)
        self.assertTrue(self.read() == data, 'a wrong file was published')
        if at_most is not None:
            self.assertLessEqual(self.origin.sent - before, at_most)
        return records[-1]


class Parts(DiskTest):
    """What an earlier run left."""

    def test_a_part_without_a_journal_is_not_believed(self):
        url = self.halved()
        os.unlink(self.path('file.bin.part.journal'))
        record = self.finish(url)
        self.assertEqual(record['kept'], 0)
        self.assertEqual(self.left(), ['file.bin'])

    def test_a_part_without_a_journal_counts_if_your_digest_proves_it(self):
        url = self.halved()
        os.unlink(self.path('file.bin.part.journal'))
        self.origin.scripts['/file'] = paced(DATA, 2)
        self.finish(url, at_most=SIZE * 0.8, digests={'sha256': sha256(DATA)})

    def test_a_whole_part_without_a_journal_is_only_hashed(self):
        with open(self.path('file.bin.part'), 'wb') as file:
            file.write(DATA)
        url = self.origin.add('/file', paced(DATA, 2))
        self.finish(url, at_most=SIZE // 2, digests={'sha256': sha256(DATA)})

    def test_a_part_without_a_journal_that_is_wrong_is_fetched_anew(self):
        for name, wrong in {
            'zeros of full size': bytes(SIZE),
            'another file': OTHER[: SIZE // 2],
            'a hole in it': DATA[:1000] + bytes(SIZE // 4) + DATA[SIZE // 4 + 1000 : SIZE // 2],
            'longer than the file': DATA + b'x',
        }.items():
            with self.subTest(name):
                with open(self.path('file.bin.part'), 'wb') as file:
                    file.write(wrong)
                self.finish(self.origin.add('/file', plain(DATA)), digests={'sha256': sha256(DATA)})

    def test_a_part_that_is_gone(self):
        url = self.halved()
        os.unlink(self.path('file.bin.part'))
        self.finish(url)

    def test_a_part_cut_or_grown_or_zeroed(self):
        for name, spoil in {
            'cut': lambda file: file.truncate(SIZE // 4),
            'cut to nothing': lambda file: file.truncate(0),
            'grown': lambda file: file.truncate(SIZE * 2),
            'zeroed': lambda file: file.write(bytes(SIZE // 2)),
            'a bit flipped': lambda file: file.write(bytes([DATA[0] ^ 1])),
        }.items():
            with self.subTest(name):
                url = self.halved()
                with open(self.path('file.bin.part'), 'r+b') as file:
                    spoil(file)
                self.finish(url)
                os.unlink(self.path())

    def test_one_bad_block_costs_one_block(self):
        url = self.halved()
        with open(self.path('file.bin.part'), 'r+b') as file:
            file.seek(100)
            file.write(b'\0\0\0\0')
        self.finish(url, at_most=SIZE // 2 + (1 << 20) + 200_000)

    def check_of_the_first_block(self, condition):
        """Holds the check of what an earlier run left until `condition(part)`."""
        original = Part.sum

        def late(part, offset, count, start=0):
            if offset == 0:
                until(lambda: condition(part))
            return original(part, offset, count, start)

        return mock.patch.object(Part, 'sum', late)

    def test_the_server_is_asked_before_all_is_read(self):
        url = self.halved()
        before = len(self.origin.requests)
        with self.check_of_the_first_block(lambda part: len(self.origin.requests) > before):
            self.finish(url, at_most=SIZE // 2 + 200_000)

    def test_a_block_that_turns_out_to_be_bad_when_all_the_rest_is_there(self):
        for connections in (1, 8):
            url = self.halved()
            with open(self.path('file.bin.part'), 'r+b') as file:
                file.write(b'\0\0\0\0')
            with self.check_of_the_first_block(lambda part: part.blocks.complete):
                self.finish(url, at_most=SIZE // 2 + (1 << 20) + 200_000, connections=connections)
            os.unlink(self.path())

    def test_the_part_of_another_address_counts_if_its_bytes_are_equal(self):
        self.halved()
        other = self.origin.add('/mirror', plain(DATA))
        self.finish(other, at_most=SIZE * 0.6)
        os.unlink(self.path())
        self.halved()
        self.finish(self.origin.add('/different', plain(OTHER)), data=OTHER)

    def test_no_validators_and_a_new_start(self):
        """Same size, same tail, no tag, no date: the bytes at the start and in the middle are compared, too."""
        changed = OTHER[:100] + DATA[100:]
        url = self.origin.add('/file', lambda request, reply: half_without_tag(DATA, request, reply))
        self.assertIsNotNone(self.fetch(url, tries=1)[0])
        self.origin.scripts['/file'] = plain(changed, etag=None)
        self.finish(url, data=changed)

    def test_a_crash_between_publishing_and_cleaning_up(self):
        url = self.halved()
        with mock.patch('lifeline.disk.part.delete_whole'):
            self.finish(url)
        self.assertIn('file.bin.part.journal', self.left())
        self.finish(url, at_most=SIZE // 2 + 200_000)
        self.assertEqual(self.left(), ['file.bin'])

    def test_what_a_crash_left_of_a_journal_goes_with_it(self):
        url = self.halved()
        with open(self.path('file.bin.part.journal.new'), 'wb') as file:
            file.write(b'torn')
        self.finish(url)
        self.assertEqual(self.left(), ['file.bin'])

    def test_a_second_pass_keeps_a_journal_like_the_first(self):
        part = Part(self.path(), 'key')
        self.addCleanup(part.close)
        part.begin(Resource(size=SIZE))
        for half_way in (SIZE // 2, SIZE):
            part.keep()
            part.write(part.blocks.held, DATA[part.blocks.held : half_way])
            until(lambda half_way=half_way: part.durable == half_way)
            part.stop_keeping(flush=False)

    def test_a_part_that_somebody_cuts_while_it_is_filled(self):
        part = Part(self.path(), 'key')
        self.addCleanup(part.close)
        part.begin(Resource(size=SIZE))
        part.write(0, DATA)
        os.truncate(part.path, SIZE // 2)
        with self.assertRaises(Failure) as failed:
            part.flush()
        self.assertEqual((failed.exception.code, part.durable), ('disk-error', 0))

    def test_a_crash_long_after_which_the_file_was_changed_by_its_user(self):
        url = self.origin.add('/file', plain(DATA))
        with mock.patch('lifeline.disk.part.delete_whole'):
            self.assertIsNone(self.fetch(url)[0])
        self.assertIn('file.bin.part.journal', self.left())
        with open(self.path(), 'r+b') as file:
            file.write(b'mine')
        self.finish(url)


def half_without_tag(data, request, reply):
    reply.head(200, Content_Length=len(data), Accept_Ranges='bytes')
    reply.body(data[: len(data) // 2])


class Existing(DiskTest):
    """A file of the wanted name is there already."""

    def write(self, data, name='file.bin'):
        with open(self.path(name), 'wb') as file:
            file.write(data)

    def test_another_one_is_kept_under_another_name(self):
        self.write(b'mine')
        url = self.origin.add('/file', plain(DATA))
        self.assertEqual(self.finish(url)['aside'], self.path('file.bin.old'))
        self.assertEqual(self.read('file.bin.old'), b'mine')

    def test_an_old_one_that_was_kept_is_kept_still(self):
        self.write(b'mine')
        self.write(b'older', 'file.bin.old')
        self.finish(self.origin.add('/file', plain(DATA)))
        self.assertEqual((self.read('file.bin.old'), self.read('file.bin.old-2')), (b'older', b'mine'))

    def test_the_same_bytes_need_no_second_name(self):
        self.write(DATA)
        self.finish(self.origin.add('/file', plain(DATA)))
        self.assertEqual(self.left(), ['file.bin'])

    def test_it_is_left_alone_until_the_new_one_is_whole(self):
        self.write(b'mine')
        url = self.origin.add('/file', half(DATA, times=999))
        self.assertIsNotNone(self.fetch(url, tries=1)[0])
        self.assertEqual(self.read(), b'mine')

    def test_it_is_left_alone_if_the_digest_is_wrong(self):
        self.write(b'mine')
        failure, _ = self.fetch(self.origin.add('/file', plain(DATA)), digests={'sha256': '0' * 64})
        self.assertEqual(failure.code, 'wrong-digest')
        self.assertEqual(self.read(), b'mine')

    def test_what_is_no_file_is_not_replaced(self):
        os.mkfifo(self.path())
        failure, _ = self.fetch(self.origin.add('/file', plain(DATA)))
        self.assertEqual(failure.code, 'bad-name')
        self.assertEqual(self.left(), ['file.bin'])

    def test_a_folder_of_that_name(self):
        os.mkdir(self.path())
        url = self.origin.add('/name.bin', plain(DATA))
        self.assertIsNone(self.fetch(url)[0])
        self.assertEqual(os.listdir(self.path()), ['name.bin'])


class Failing(DiskTest):
    def test_no_space_at_the_start(self):
        full = os.statvfs_result((4096, 4096, 1000, 10, 10, 10, 10, 10, 0, 255))
        with mock.patch('os.statvfs', return_value=full):
            failure, _ = self.fetch(self.origin.add('/file', plain(DATA)))
        self.assertEqual((failure.code, failure.exit_status), ('no-space', 6))

    def test_no_space_in_the_middle_then_some(self):
        """A limit on the size of files stands for a full disk: the kernel refuses the write."""
        for connections in ('1', '8'):
            with self.subTest(connections=connections):
                url = self.origin.add('/file', paced(DATA, 0.5))
                command = self.command(url, '--connections', connections)
                limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, SIZE // 2))  # noqa: E731
                done = subprocess.run(command, env=ENVIRONMENT, preexec_fn=limit, capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 6, done.stderr)
                self.assertEqual(json.loads(done.stdout.splitlines()[-1])['error']['code'], 'no-space')
                self.assertEqual(len(done.stderr.strip().splitlines()), 1)
                self.assertFalse(os.path.exists(self.path()))
                self.finish(url, at_most=SIZE * 0.9)
                os.unlink(self.path())

    def broken(self, name, error, *only):
        """Patches a function of `os` to fail with an errno."""
        original = getattr(os, name)

        def fails(*arguments, **options):
            if not only or any(word in str(arguments[0]) for word in only):
                raise OSError(error, os.strerror(error))
            return original(*arguments, **options)

        return mock.patch(f'os.{name}', fails)

    def test_no_space_for_the_journal(self):
        url = self.origin.add('/file', plain(DATA))
        with self.broken('replace', errno.ENOSPC, 'journal'):
            failure, _ = self.fetch(url)
        self.assertEqual(failure.code, 'no-space')
        self.assertEqual([name for name in self.left() if name.endswith('.new')], [])
        self.finish(url)

    def test_a_sync_that_fails_makes_nothing_durable(self):
        url = self.origin.add('/file', paced(DATA, 1))
        with self.broken('fdatasync', errno.EIO):
            failure, records = self.fetch(url)
        self.assertEqual((failure.code, failure.exit_status), ('disk-error', 6))
        self.assertEqual(records[-1]['offset'], 0)
        self.finish(url)

    def test_a_drive_that_is_gone(self):
        url = self.origin.add('/file', plain(DATA))
        with self.broken('fdatasync', errno.ENOTCONN):
            self.assertEqual(self.fetch(url)[0].code, 'drive-gone')
        self.finish(url)

    def test_a_rename_that_fails_keeps_the_part(self):
        url = self.origin.add('/file', plain(DATA))
        original = os.replace

        def fails(source, target):
            if target == self.path():
                raise OSError(errno.EROFS, 'read-only')
            original(source, target)

        with mock.patch('os.replace', fails):
            self.assertEqual(self.fetch(url)[0].code, 'not-writable')
        self.finish(url, at_most=SIZE // 2)

    def test_a_disk_that_splice_cannot_write_to(self):
        with self.broken('splice', errno.EINVAL):
            self.finish(self.origin.add('/file', plain(DATA)))

    def test_a_file_that_takes_no_spliced_pages(self):
        """The pipe is full when this turns out: what is in it must not be lost."""
        original = os.splice

        def fails(source, target, count, offset_dst=None, flags=0):
            if offset_dst is not None:
                raise OSError(errno.EINVAL, 'not here')
            return original(source, target, count, flags=flags)

        for connections in (1, 8):
            with mock.patch('os.splice', fails):
                self.finish(self.origin.add('/file', plain(DATA)), connections=connections)
            os.unlink(self.path())

    def test_where_there_is_no_splice(self):
        with mock.patch('lifeline.engines.splice._AVAILABLE', False):
            self.finish(self.origin.add('/file', plain(DATA)))

    def test_names_that_do_not_fit(self):
        failure, _ = self.fetch(self.origin.add('/file', plain(DATA)), output=self.path('n' * 300))
        self.assertEqual(failure.code, 'bad-name')
        long_name = 'ä' * 200 + '.bin'
        url = self.origin.add('/d', plain(DATA, Content_Disposition=f"attachment; filename*=UTF-8''{'%C3%A4' * 200}.bin"))
        self.assertIsNone(self.fetch(url, output=self.folder + '/')[0])
        self.assertTrue(any(name.endswith('.bin') and name != long_name for name in self.left()))


class Crashes(DiskTest):
    """kill -9 at the steps that make things durable, and at any moment between them."""

    def check_after_crash(self, url):
        self.assertFalse(os.path.exists(self.path()) and self.read() != DATA, 'a wrong file was published')
        self.origin.scripts['/file'] = plain(DATA)
        self.finish(url)
        self.assertEqual(self.left(), ['file.bin'])
        os.unlink(self.path())

    def test_at_each_step_of_each_journal(self):
        program = os.path.join(os.path.dirname(__file__), 'crash.py')
        steps = range(1, 90) if ALL else sorted(random.Random(11).sample(range(1, 60), 14))
        reached = 0
        for step in steps:
            with self.subTest(step=step):
                url = self.origin.add('/file', paced(DATA, 0.6))
                command = self.command(url, '--connections', random.Random(step).choice(['1', '8']))
                command[1:3] = [program, str(step)]
                done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, timeout=60)
                self.assertIn(done.returncode, (0, -signal.SIGKILL), done.stderr)
                reached += done.returncode != 0
                self.check_after_crash(url)
        self.assertGreater(reached, len(steps) // 3)

    def test_at_random_moments(self):
        dice = random.Random(23)
        for round_ in range(200 if ALL else 6):
            with self.subTest(round=round_):
                url = self.origin.add('/file', paced(DATA, 0.8))
                process = self.start(url, '--connections', dice.choice(['1', '8']))
                process.stdout.readline()
                try:
                    process.wait(dice.uniform(0, 1.2))
                except subprocess.TimeoutExpired:
                    process.kill()
                process.communicate()
                self.check_after_crash(url)


class Journals(DiskTest):
    """Whatever a journal says that is not so, no exception escapes and no wrong byte is believed."""

    def load(self, raw):
        path = self.path('file.bin.part.journal')
        with open(path, 'wb') as file:
            file.write(raw)

    def spoiled(self, change):
        """The half part's journal with `change(its JSON)`, and a checksum that is right again."""
        url = self.halved()
        with open(self.path('file.bin.part.journal'), 'rb') as file:
            _, body = file.read().split(b'\n', 1)
        data = json.loads(body)
        body = json.dumps(change(data)).encode()
        self.load(b'lifeline-journal 1 %08x\n' % binascii.crc32(body) + body + b'\n')
        return url

    def test_one_that_was_changed_with_care(self):
        def put(*path, value):
            def change(data):
                place = data
                for key in path[:-1]:
                    place = place[key]
                place[path[-1]] = value
                return data

            return change

        cases = [
            lambda data: [],
            lambda data: None,
            lambda data: {},
            put('resource', 'etags', value=7),
            put('resource', 'etags', value=[None]),
            put('resource', 'digests', value={'sha256': 5}),
            put('resource', 'digests', value={'sha256': 'zz'}),
            put('resource', 'modified', value={}),
            put('resource', 'size', value=-1),
            put('resource', 'size', value='big'),
            put('resource', 'size', value=10**30),
            put('resource', 'size', value=SIZE * 2),
            put('resource', 'size', value=None),
            put('resource', 'kind', value=[]),
            put('resource', value=None),
            put('block', value=3),
            put('block', value=0),
            put('block', value=1 << 80),
            put('full', value=[[0, 'zz']]),
            put('full', value=[[10**9, '00000000']]),
            put('full', value=[[0, '00000000' * 5]]),
            put('partial', value=[[0, 99, -1]]),
            put('partial', value=[[-1, 5, 5]]),
            put('partial', value='x'),
            put('key', value=1),
            put('inode', value=None),
        ]
        for number, change in enumerate(cases):
            with self.subTest(number):
                self.finish(self.spoiled(change))
                os.unlink(self.path())

    def test_random_damage(self):
        dice = random.Random(5)
        url = self.halved()
        with open(self.path('file.bin.part.journal'), 'rb') as file:
            sound = file.read()
        with open(self.path('file.bin.part'), 'rb') as file:
            part = file.read()
        for round_ in range(300 if ALL else 25):
            with self.subTest(round_):
                raw = bytearray(sound)
                for _ in range(dice.choice((1, 1, 3, 30))):
                    at = dice.randrange(len(raw))
                    raw[at : at + dice.choice((0, 1, 8))] = dice.randbytes(dice.choice((0, 1, 8)))
                self.load(bytes(raw))
                with open(self.path('file.bin.part'), 'wb') as file:
                    file.write(part)
                self.finish(url)
                os.unlink(self.path())


if __name__ == '__main__':
    unittest.main()
