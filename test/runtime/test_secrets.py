"""No secret stays anywhere: not in files, output or the lists of processes; and none goes to another origin."""

import glob
import json
import os
import signal
import subprocess
import sys
import threading
import unittest

from ftp_origin import FtpOrigin
from origin import content, plain, span
from support import ENVIRONMENT, RuntimeTest, until

SIZE = 3 << 20
DATA = content(SIZE)
SECRET = 'hf_Zq7secretvalue%x'
QUOTED = 'hf_Zq7secretvalue%25x'
VARIABLES = {'LIFELINE_SECRET_KEY': SECRET}


class Processes:
    """Watches the argument lists of all processes for a text. Use as a context manager."""

    def __init__(self):
        self.found = set()
        self.seen = set()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _watch(self):
        while not self._end.wait(0.002):
            for path in glob.glob('/proc/[0-9]*/cmdline'):
                try:
                    with open(path, 'rb') as file:
                        line = file.read()
                except OSError:
                    continue
                self.seen.add(os.path.basename(line.split(b'\0')[0]).decode())
                if b'secretvalue' in line:
                    self.found.add(line)


class Secrets(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.gate = threading.Event()
        self.addCleanup(self.gate.set)

    def guarded(self, request, reply):
        """Gives the file only to who has the key; echoes it where a server might; stops half way until the gate opens."""
        if SECRET not in request.headers.get('authorization', '') and QUOTED not in request.path:
            return reply.head(401, Content_Length=0, Connection='close')
        first, last, status = span(request, DATA)
        headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if status == 206 else {}
        headers['Content_Disposition'] = f'attachment; filename="for-{SECRET}.bin"'
        reply.head(status, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **headers)
        reply.body(DATA[first : min(SIZE // 2, last + 1)])
        self.gate.wait()
        reply.body(DATA[max(SIZE // 2, first) : last + 1])

    def left_behind(self):
        """Paths in the folder whose name or content shows the secret."""
        found = []
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, 'rb') as file:
                    if 'secretvalue' in name or b'secretvalue' in file.read():
                        found.append(path)
        return found

    def run_until_killed_then_whole(self, url, *options):
        """Kills a first run half way, hard; a second one finishes. Nothing of either may show the secret."""
        said = ''
        with Processes() as processes:
            process = subprocess.Popen(
                self.command(url, *options, output=self.folder + '/'),
                env={**ENVIRONMENT, **VARIABLES},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for line in process.stdout:
                said += line
                if json.loads(line)['offset'] >= SIZE // 2:
                    break
            self.assertEqual(self.left_behind(), [])
            process.send_signal(signal.SIGKILL)
            said += process.communicate()[0]
            self.assertEqual(self.left_behind(), [])
            self.gate.set()
            second = subprocess.run(
                self.command(url, *options, output=self.folder + '/'),
                env={**ENVIRONMENT, **VARIABLES},
                capture_output=True,
                text=True,
            )
        said += second.stdout + second.stderr
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertNotIn('secretvalue', said)
        self.assertEqual(self.left_behind(), [])
        self.assertEqual(processes.found, set())
        return processes.seen, [json.loads(line) for line in second.stdout.splitlines()]

    def test_of_a_header_with_each_engine(self):
        for engine in ('python', 'curl', 'wget'):
            with self.subTest(engine=engine):
                self.gate.clear()
                url = self.origin.add(f'/{engine}', self.guarded)
                header = ('--header', 'Authorization: Bearer {secret:KEY}')
                seen, records = self.run_until_killed_then_whole(url, '--engine', engine, *header)
                self.assertEqual(records[-1]['engine'], engine)
                self.assertGreater(records[-1]['kept'], 0)
                if engine != 'python':
                    self.assertIn(engine, seen)
                os.unlink(records[-1]['path'])

    def test_of_an_address(self):
        for engine in ('python', 'curl', 'wget'):
            with self.subTest(engine=engine):
                self.gate.clear()
                self.origin.add(f'/{engine}?token={QUOTED}', self.guarded)
                url = f'{self.origin.url}/{engine}?token={{secret:KEY}}'
                _, records = self.run_until_killed_then_whole(url, '--engine', engine)
                self.assertEqual(records[-1]['engine'], engine)
                self.assertGreater(records[-1]['kept'], 0)
                os.unlink(records[-1]['path'])

    def test_of_an_ftp_login(self):
        for engine in ('curl', 'wget'):
            with self.subTest(engine=engine), FtpOrigin() as ftp, Processes() as processes:
                ftp.files['/f'] = DATA
                url = f'ftp://me:{{secret:KEY}}@{ftp.address}/f'
                run = subprocess.run(
                    self.command(url, '--engine', engine, output=self.path(engine)),
                    env={**ENVIRONMENT, **VARIABLES},
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertEqual(set(ftp.logins), {('me', SECRET)})
                self.assertNotIn('secretvalue', run.stdout + run.stderr)
                self.assertEqual((processes.found, self.left_behind()), (set(), []))

    def test_no_header_follows_a_redirect_to_another_origin(self):
        elsewhere = self.origin.url.replace('127.0.0.1', 'localhost')
        for engine in ('python', 'curl', 'wget', 'aria2c'):
            with self.subTest(engine=engine):
                self.origin.requests.clear()
                self.origin.add(f'/{engine}', plain(DATA))
                away = {'Location': f'{elsewhere}/{engine}', 'Content_Length': 0, 'Connection': 'close'}
                url = self.origin.add(f'/start-{engine}', lambda _, reply, away=away: reply.head(302, **away))
                code, records, err = self.get(url, '--engine', engine, '--header', f'Authorization: {SECRET}')
                self.assertEqual(code, 0, err)
                sent = {(r.path, r.headers.get('authorization')) for r in self.origin.requests}
                self.assertEqual(sent, {(f'/start-{engine}', SECRET), (f'/{engine}', None)})
                self.assertNotIn('secretvalue', str(records) + err)

    def test_of_a_job_list_and_its_worker(self):
        url = self.origin.add('/file', self.guarded)
        jobs = [
            {'id': 'a', 'url': url, 'output': 'a/', 'headers': {'Authorization': 'Bearer {secret:KEY}'}},
            {'id': 'b', 'url': url, 'output': 'b/', 'headers': {'Authorization': '{secret:NONE}'}},
            {'id': 'c', 'url': 'http://{secret:KEY}/', 'output': 'c/'},
        ]
        with open(self.path('jobs.json'), 'w', encoding='utf-8') as file:
            json.dump({'v': 1, 'jobs': jobs}, file)
        os.mkdir(self.path('.lifeline'), 0o700)
        with open(self.path('.lifeline/secrets.json'), 'w', encoding='utf-8') as file:
            json.dump({'KEY': SECRET}, file)
        with Processes() as processes:
            process = subprocess.Popen(
                [sys.executable, '-m', 'lifeline', 'run', 'jobs.json', '--json'],
                cwd=self.folder,
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            until(lambda: glob.glob(self.path('a/*.part')))
            self.assertEqual(self.left_behind(), [])
            self.gate.set()
            out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        last = {record['job']: record for record in map(json.loads, out.splitlines())}
        self.assertEqual(last['a']['state'], 'completed')
        self.assertEqual([last[name]['error']['code'] for name in 'bc'], ['no-secret', 'bad-address'])
        self.assertNotIn('secretvalue', out + err)
        self.assertEqual((processes.found, self.left_behind()), (set(), []))

    def test_a_failure_shows_none(self):
        broken = lambda _, reply: reply.raw(f'HTTP/1.1 200 {SECRET}\r\nBad header {SECRET}\r\n\r\n'.encode())
        url = self.origin.add('/file', broken)
        for engine in ('python', 'curl', 'wget', 'aria2c'):
            with self.subTest(engine=engine):
                options = ('--engine', engine, '--max-tries', '1', '--header', f'X-Key: {SECRET}')
                code, records, err = self.get(url, *options)
                self.assertEqual(code, 4, err)
                self.assertNotIn('secretvalue', str(records) + err)

    def test_what_holds_state_is_private(self):
        url = self.origin.add('/file', self.guarded)
        process = self.start(url, '--header', f'Authorization: {SECRET}', output=self.path())
        until(lambda: os.path.exists(self.path('file.bin.part.journal')))
        modes = {os.stat(self.path(name)).st_mode & 0o777 for name in os.listdir(self.folder) if name.endswith(('journal', 'lock'))}
        self.gate.set()
        process.communicate()
        self.assertEqual(modes, {0o600})


if __name__ == '__main__':
    unittest.main()
