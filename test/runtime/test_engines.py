"""curl, wget and aria2c behind our journal: the same faults, the same truth, and no secret in a list of processes."""

import json
import os
import signal
import threading
import unittest

from ftp_origin import FtpOrigin
from origin import content, span
from support import RuntimeTest, until
from test_faults import HONEST, NEW, OLD, RECOVERS, SIZE

EXTERNAL = ('curl', 'wget', 'aria2c')
LONG = content(8 << 20, seed=3)
OTHER = content(8 << 20, seed=4)


class EngineTest(RuntimeTest):
    def fetch(self, url, engine, **job):
        """Runs a download by an engine in this process; returns (failure or None, last record)."""
        failure, records = super().fetch(url, engine=engine, **job)
        return failure, records[-1]


class Faults(EngineTest):
    """What servers do wrong, from test_faults: the right file or an honest error."""

    def check(self, engine, script, recovers):
        url = self.origin.add('/file', script)
        failure, record = self.fetch(url, engine, tries=None if recovers else 3)
        if recovers:
            self.assertIsNone(failure)
        if failure is None:
            self.assertTrue(self.read() == OLD, 'a wrong file was published')
            self.assertEqual(self.left(), ['file.bin'])
            self.assertEqual((record['state'], record['offset']), ('completed', SIZE))
            if record['engine'] != engine:
                self.assertIn('our own engine', record['notice'])
        else:
            self.assertFalse(os.path.exists(self.path()), 'a file was published after a failure')
            self.assertEqual(record['error']['code'], failure.code)


def add_cases():
    for engine in EXTERNAL:
        for name, script in RECOVERS.items():
            make(engine, name, script, True)
        for name, (script, _) in HONEST.items():
            make(engine, name, script, False)


def make(engine, name, script, recovers):
    def test(self):
        self.check(engine, script, recovers)

    test.__doc__ = f'{name}, {engine}'
    setattr(Faults, f'test_{engine}_' + ''.join(c if c.isalnum() else '_' for c in name), test)


add_cases()


class Ftp(EngineTest):
    def setUp(self):
        super().setUp()
        self.ftp = self.enterContext(FtpOrigin())
        self.ftp.files['/pub/file.bin'] = OLD
        self.url = f'ftp://{self.ftp.address}/pub/file.bin'

    def test_auto_takes_curl_and_says_why(self):
        failure, record = self.fetch(self.url, 'auto', output=self.folder + '/')
        self.assertIsNone(failure)
        self.assertTrue(self.read() == OLD)
        self.assertEqual(record['engine'], 'curl')
        self.assertIn('FTP', record['notice'])

    def test_a_broken_transfer_goes_on_where_it_broke(self):
        for engine in ('curl', 'wget'):
            with self.subTest(engine=engine):
                self.ftp.cuts = [SIZE // 2]
                self.ftp.sent = 0
                failure, record = self.fetch(self.url, engine, output=self.path(engine))
                self.assertIsNone(failure)
                self.assertTrue(self.read(engine) == OLD)
                self.assertEqual(record['engine'], engine)
                self.assertLess(self.ftp.sent, SIZE + (2 << 20))

    def test_a_file_that_changed_is_fetched_anew(self):
        for engine in ('curl', 'wget'):
            with self.subTest(engine=engine):
                self.ftp.files['/pub/file.bin'] = OLD
                self.ftp.cuts = [SIZE // 2]
                self.assertEqual(self.fetch(self.url, engine, output=self.path(engine), tries=1)[0].code, 'connection-lost')
                self.ftp.files['/pub/file.bin'] = NEW
                failure, record = self.fetch(self.url, engine, output=self.path(engine))
                self.assertIsNone(failure)
                self.assertTrue(self.read(engine) == NEW)
                self.assertTrue(record['restarted'])

    def test_a_server_without_size_is_not_called_verified(self):
        with FtpOrigin(sizes=False) as ftp:
            ftp.files['/f'] = OLD
            for engine in ('curl', 'wget'):
                with self.subTest(engine=engine):
                    failure, record = self.fetch(f'ftp://{ftp.address}/f', engine, output=self.path(engine))
                    self.assertIsNone(failure)
                    self.assertTrue(self.read(engine) == OLD)
                    self.assertEqual(record['verified'], 'none')

    def test_user_and_password_come_from_the_address(self):
        for engine in ('curl', 'wget'):
            self.assertIsNone(self.fetch(f'ftp://me:p%40ss@{self.ftp.address}/pub/file.bin', engine, output=self.path(engine))[0])
        self.assertEqual(set(self.ftp.logins), {('me', 'p@ss')})

    def test_a_missing_file_and_a_folder_are_permanent_errors(self):
        for engine in ('curl', 'wget'):
            with self.subTest(engine=engine):
                failure, _ = self.fetch(f'ftp://{self.ftp.address}/pub/none', engine, tries=3)
                self.assertEqual((failure.code, failure.retryable), ('not-found', False))
                failure, _ = self.fetch(f'ftp://{self.ftp.address}/pub/', engine)
                self.assertEqual(failure.code, 'bad-address')
        self.assertEqual(self.left(), [])


class Missing(EngineTest):
    """Where a program is not installed."""

    def setUp(self):
        super().setUp()
        before = os.environ['PATH']
        self.addCleanup(os.environ.__setitem__, 'PATH', before)
        os.environ['PATH'] = self.folder

    def test_our_own_engine_steps_in_and_says_so(self):
        url = self.origin.add('/file', RECOVERS['plain'])
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                failure, record = self.fetch(url, engine, output=self.path(engine))
                self.assertIsNone(failure)
                self.assertEqual(record['engine'], 'python')
                self.assertIn(f'{engine} is not installed', record['notice'])

    def test_ftp_without_any_says_what_is_missing(self):
        failure, _ = self.fetch('ftp://127.0.0.1:1/file', 'auto')
        self.assertEqual((failure.code, failure.exit_status), ('no-engine', 3))
        self.assertIn('curl or wget', failure.message)


class Proxy(EngineTest):
    def test_auto_takes_curl_for_a_proxy_that_we_do_not_speak_to(self):
        os.environ['http_proxy'] = 'socks5h://127.0.0.1:1'
        self.addCleanup(os.environ.pop, 'http_proxy')
        failure, record = self.fetch('http://example.org/file', 'auto', tries=1)
        self.assertEqual((failure.code, record['engine']), ('connection-refused', 'curl'))
        self.assertIn('proxy', record['notice'])


def alive(pid):
    """Whether a process runs; one that ended may have nobody who asks for its status."""
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii', errors='replace') as file:
            return file.read().rpartition(')')[2].split()[0] not in 'ZX'
    except OSError:
        return False


class Kills(EngineTest):
    """A run that is killed half way, or whose program is: the next one, or the same one, goes on from what is durable."""

    def setUp(self):
        super().setUp()
        self.gate = threading.Event()
        self.addCleanup(self.gate.set)
        self.data, self.tag = LONG, '"v1"'
        self.url = self.origin.add('/file', self.gated)

    def gated(self, request, reply):
        """Serves what is asked for; what reaches into the last quarter waits for the gate."""
        data, tag = self.data, self.tag
        first, last, status = span(request, data)
        if tag != request.headers.get('if-range', tag):
            first, last, status = 0, len(data) - 1, 200
        headers = {'Content_Range': f'bytes {first}-{last}/{len(data)}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, ETag=tag, Accept_Ranges='bytes', Connection='close', **headers)
        free = max(first, len(data) * 3 // 4)
        reply.body(data[first : min(free, last + 1)])
        if last >= free:
            self.gate.wait()
            reply.body(data[free : last + 1])

    def begin(self, engine):
        """A run in a process of its own, brought to where half of the file is durable."""
        process = self.start(self.url, '--engine', engine, '--stall-timeout', '3')
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        for line in process.stdout:
            record = json.loads(line)
            if record['offset'] >= len(LONG) // 2:
                self.assertEqual(record['engine'], engine)
                return process
        self.fail('it ended')

    def programs_of(self, process):
        """The pids of the programs that a process started."""
        with open(f'/proc/{process.pid}/task/{process.pid}/children', encoding='ascii') as file:
            found = file.read().split()
        for task in os.listdir(f'/proc/{process.pid}/task'):
            with open(f'/proc/{process.pid}/task/{task}/children', encoding='ascii') as file:
                found += file.read().split()
        return {int(pid) for pid in found}

    def kill(self, process):
        process.kill()
        process.communicate()
        self.assertFalse(os.path.exists(self.path()))

    def test_kill_9_of_us_keeps_what_was_durable(self):
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                self.gate.clear()
                process = self.begin(engine)
                self.kill(process)
                self.gate.set()
                sent = self.origin.sent
                code, records, err = self.get(self.url, '--engine', engine)
                self.assertEqual((code, records[-1]['engine']), (0, engine), err)
                self.assertGreaterEqual(records[-1]['kept'], len(LONG) // 2)
                if engine != 'aria2c':  # its connections ask for more than they take
                    self.assertLess(self.origin.sent - sent, len(LONG))
                self.assertTrue(self.read() == LONG)
                self.assertEqual(self.left(), ['file.bin'])
                os.unlink(self.path())

    def test_kill_9_of_the_program_is_a_broken_connection(self):
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                self.gate.clear()
                process = self.begin(engine)
                for pid in self.programs_of(process):
                    os.kill(pid, signal.SIGKILL)
                self.gate.set()
                _, err = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 0, err)
                self.assertTrue(self.read() == LONG)
                os.unlink(self.path())

    def test_no_program_outlives_us_for_long(self):
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                self.gate.clear()
                process = self.begin(engine)
                programs = self.programs_of(process)
                self.assertTrue(programs)
                self.kill(process)
                self.gate.set()
                until(lambda programs=programs: not any(map(alive, programs)))
                self.assertFalse(os.path.exists(self.path()))

    def test_a_file_that_changed_meanwhile_is_fetched_anew(self):
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                self.gate.clear()
                self.data, self.tag = LONG, '"v1"'
                self.kill(self.begin(engine))
                self.data, self.tag = OTHER, '"v2"'
                self.gate.set()
                code, records, err = self.get(self.url, '--engine', engine)
                self.assertEqual(code, 0, err)
                self.assertTrue(records[-1]['restarted'])
                self.assertTrue(self.read() == OTHER)
                os.unlink(self.path())

    def test_a_file_that_changes_while_it_comes_is_never_mixed(self):
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                self.gate.clear()
                self.data, self.tag = LONG, '"v1"'
                process = self.begin(engine)
                self.data, self.tag = OTHER, '"v2"'
                for pid in self.programs_of(process):
                    os.kill(pid, signal.SIGKILL)
                self.gate.set()
                _, err = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 0, err)
                self.assertTrue(self.read() == OTHER)
                os.unlink(self.path())

    def test_a_pause_leaves_no_program_and_resumes(self):
        for engine in EXTERNAL:
            with self.subTest(engine=engine):
                self.gate.clear()
                process = self.begin(engine)
                programs = self.programs_of(process)
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=30)
                self.assertEqual(process.returncode, 130)
                self.assertFalse(any(map(alive, programs)))
                self.gate.set()
                code, records, _ = self.get(self.url, '--engine', engine)
                self.assertEqual(code, 0)
                self.assertGreaterEqual(records[-1]['kept'], len(LONG) // 2)
                self.assertTrue(self.read() == LONG)
                os.unlink(self.path())


if __name__ == '__main__':
    unittest.main()
