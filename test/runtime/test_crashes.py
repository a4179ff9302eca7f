"""Death at any moment: what was durable is kept, what was not is fetched again, nothing wrong is believed."""

import json
import os
import pathlib
import random
import signal
import threading
import unittest

from origin import content, plain, sha256, span
from support import RuntimeTest

SIZE = 8 << 20
DATA = content(SIZE)


def slow(data, rate, etag='"v1"'):
    """Serves at about `rate` bytes a second."""
    pause = threading.Event()

    def script(request, reply):
        first, last, status = span(request, data)
        headers = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, ETag=etag, Connection='close', **headers)
        for at in range(first, last + 1, 65536):
            reply.body(data[at : min(at + 65536, last + 1)])
            pause.wait(65536 / rate)

    return script


class Kill(RuntimeTest):
    def kill_when(self, process, moment):
        """Kills the process hard at the first record that `moment` accepts."""
        for line in process.stdout:
            if moment(json.loads(line)):
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def test_kill_9_at_random_moments_costs_at_most_about_a_second(self):
        rate = 8 << 20
        url = self.origin.add('/file', slow(DATA, rate))
        dice = random.Random(7)
        for round_ in range(8):
            with self.subTest(round=round_):
                for name in self.left():
                    os.unlink(self.path(name))
                at = dice.uniform(0.1, 0.9) * SIZE
                before = self.origin.sent
                process = self.start(url, '--connections', dice.choice(['1', '8']))
                self.kill_when(process, lambda record: record['offset'] >= at or record['state'] == 'completed')
                self.assertFalse(os.path.exists(self.path()) and self.read() != DATA)
                if not os.path.exists(self.path()):
                    code, records, err = self.get(url, '--sha256', sha256(DATA))
                    self.assertEqual(code, 0, err)
                    self.assertGreater(records[-1]['kept'], 0)
                self.assertTrue(self.read() == DATA)
                # Bytes in socket buffers at the kill count as sent, too.
                self.assertLess(self.origin.sent - before, SIZE + rate * 1.5)

    def test_no_file_under_its_name_before_it_is_whole(self):
        url = self.origin.add('/file', slow(DATA, 16 << 20))
        process = self.start(url)
        for line in process.stdout:
            if json.loads(line)['state'] in ('running', 'starting'):
                self.assertFalse(os.path.exists(self.path()))
        process.communicate()
        self.assertEqual(process.returncode, 0)
        self.assertTrue(self.read() == DATA)

    def test_sigint_pauses_and_the_next_run_resumes(self):
        url = self.origin.add('/file', slow(DATA, 8 << 20))
        process = self.start(url)
        for line in process.stdout:
            if json.loads(line)['offset'] > SIZE // 4:
                break
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out.splitlines()[-1])['state'], 'paused')
        self.origin.scripts['/file'] = plain(DATA)
        sent = self.origin.sent
        self.assertEqual(self.get(url)[0], 0)
        self.assertLess(self.origin.sent - sent, SIZE * 0.8)

    def test_two_at_once_have_one_writer(self):
        url = self.origin.add('/file', slow(DATA, 8 << 20))
        first = self.start(url)
        first.stdout.readline()
        for line in first.stdout:
            if json.loads(line)['offset'] > 0:
                break
        code, _, err = self.get(url)
        self.assertEqual(code, 4, err)
        first.communicate()
        self.assertEqual(first.returncode, 0)
        self.assertTrue(self.read() == DATA)


class Journal(RuntimeTest):
    """A journal that is torn, missing, foreign, or of the future."""

    def half(self):
        def broken(request, reply):
            first, last, status = span(request, DATA)
            headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if status == 206 else {}
            reply.head(status, Content_Length=last - first + 1, ETag='"v1"', **headers)
            # Closed, not reset: a reset takes along what the client has not read yet.
            reply.body(DATA[first : min(last + 1, SIZE // 2)])

        url = self.origin.add('/file', broken)
        self.assertEqual(self.get(url, '--max-tries', '1')[0], 4)
        self.origin.scripts['/file'] = plain(DATA)
        return url, self.journal()

    def journal(self):
        names = [name for name in os.listdir(self.folder) if 'journal' in name or name.endswith('.lifeline')]
        self.assertEqual(len(names), 1, os.listdir(self.folder))
        return self.path(names[0])

    def finishes(self, url):
        code, _, err = self.get(url)
        self.assertEqual(code, 0, err)
        self.assertTrue(self.read() == DATA)
        self.assertEqual(self.left(), ['file.bin'])

    def test_a_sound_one_is_used(self):
        url, _ = self.half()
        sent = self.origin.sent
        self.finishes(url)
        self.assertLess(self.origin.sent - sent, SIZE * 0.6)

    def test_torn_at_many_lengths(self):
        url, journal = self.half()
        with open(journal, 'rb') as file:
            sound = file.read()
        parts = {name: self.read(name) for name in self.left() if name != os.path.basename(journal)}
        for length in sorted({0, 1, 10, 40, len(sound) // 2, len(sound) - 2, len(sound) - 1}):
            with self.subTest(length=length):
                for name, data in parts.items():
                    with open(self.path(name), 'wb') as file:
                        file.write(data)
                with open(journal, 'wb') as file:
                    file.write(sound[:length])
                self.finishes(url)
                os.unlink(self.path())

    def test_missing_foreign_zeroed_and_of_the_future(self):
        for damage in (b'', b'\0' * 500, b'{"version": 99}', b'lifeline-journal 99 00000000\n{}\n', os.urandom(300)):
            with self.subTest(damage=damage[:20]):
                url, journal = self.half()
                if damage:
                    with open(journal, 'wb') as file:
                        file.write(damage)
                else:
                    os.unlink(journal)
                self.finishes(url)
                os.unlink(self.path())

    def test_it_is_private(self):
        _, journal = self.half()
        self.assertEqual(os.stat(journal).st_mode & 0o777, 0o600)

    def test_it_holds_no_secret(self):
        url, journal = self.half()
        with open(journal, encoding='utf-8', errors='replace') as file:
            self.assertNotIn(url, file.read())


class Clock(unittest.TestCase):
    def test_the_engine_measures_time_by_a_clock_that_cannot_be_set(self):
        """A wall clock that jumps must not stall or hurry a download: only dates may come from it."""
        package = pathlib.Path(__file__).parents[2] / 'src' / 'runtime' / 'lifeline'
        for source in (package / 'progress.py', *package.glob('net/*.py'), *package.glob('engines/*.py')):
            self.assertNotIn('time.time()', source.read_text(encoding='utf-8'), source.name)


if __name__ == '__main__':
    unittest.main()
