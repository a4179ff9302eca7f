"""curl, wget and aria2c behind our journal: the same faults, the same truth, and no secret in a list of processes."""

import os
import unittest

from ftp_origin import FtpOrigin
from support import RuntimeTest
from test_faults import HONEST, NEW, OLD, RECOVERS, SIZE

EXTERNAL = ('curl', 'wget', 'aria2c')


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


if __name__ == '__main__':
    unittest.main()
