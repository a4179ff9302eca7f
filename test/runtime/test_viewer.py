"""The cell's foreground: how much it prints, what it leaves for others to read, and how it pauses and resumes."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import types
import unittest
from unittest import mock

from origin import content, span
from support import ENVIRONMENT, RuntimeTest, until

from lifeline.batch.state import State
from lifeline.batch.viewer import PREFIX, Viewer
from lifeline.progress import blank

HOUR = 3600.0
SIZE = 2 << 20
DATA = content(SIZE)


class Clock:
    """Stands in for the module time: sleeping only moves its hands."""

    def __init__(self):
        self.now = 1_000_000.0

    def monotonic(self):
        return self.now

    time = monotonic

    def clock_gettime(self, _):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


class LongRun(State):
    """A worker's status over hours, in memory: `jobs` downloads that all move all the time."""

    def __init__(self, content_folder, clock, jobs, hours):
        super().__init__(content_folder)
        self.clock, self.began, self.count, self.seconds = clock, clock.now, jobs, hours * HOUR
        self.written, self.status = None, None

    def boot(self):
        return 'boot'

    def list_run(self):
        return 'run'

    def read_status(self):
        passed = self.clock.now - self.began
        done = passed >= self.seconds
        if (int(passed), done) != self.written:  # the worker writes about once a second
            self.written, self.status = (int(passed), done), self._status(passed, done)
        return self.status

    def _status(self, passed, done):
        size = 100 << 30
        more = {
            'seq': int(passed * 4),
            'state': 'completed' if done else 'running',
            'offset': size if done else int(size * passed / self.seconds),
            'size': size,
            'rate': 2_485_513,
            'eta': None if done else round(self.seconds - passed, 1),
            'engine': 'python',
            'path': '/content/models/a-model-with-a-rather-long-name-00001-of-00009.safetensors',
            'etag': '"' + 'e' * 64 + '"',
            'verified': 'sha256' if done else None,
            'kept': 0,
        }
        records = [{**blank(f'{number:036}', 'boot'), **more} for number in range(self.count)]
        return {'boot': 'boot', 'pid': os.getpid(), 'run': 'run', 'paused': False, 'ended': done, 'jobs': records, 'gone': []}


class Output(io.StringIO):
    """Counts what is printed, and what of it stands when each print replaces the ones before."""

    def __init__(self):
        super().__init__()
        self.bytes = self.lines = self.prints = self.most_standing = self.standing = 0

    def write(self, text):
        self.bytes += len(text.encode())
        self.lines += text.count('\n')
        self.standing += len(text.encode())
        self.most_standing = max(self.most_standing, self.standing)
        return len(text)

    def clear_output(self, wait):
        self.prints += 1
        self.standing = 0


class LongRuns(RuntimeTest):
    def measure(self, jobs, hours, notebook):
        """The Output of a run of so many hours, in a notebook or on a plain terminal."""
        clock = Clock()
        state = LongRun(self.folder, clock, jobs, hours)
        output = Output()
        display = types.SimpleNamespace(clear_output=output.clear_output) if notebook else None
        with mock.patch.dict(sys.modules, {'IPython': types.ModuleType('IPython'), 'IPython.display': display}):
            with mock.patch('lifeline.batch.viewer.is_at_work', lambda _: True), contextlib.redirect_stdout(output):
                Viewer(state, 'token', {}, clock).run()
        self.assertGreaterEqual(clock.now - state.began, hours * HOUR)
        return output

    def test_twelve_hours_in_a_notebook_stay_small_and_slow(self):
        output = self.measure(1, 12, notebook=True)
        self.assertLess(output.most_standing, 1500)
        self.assertLess(output.prints, 9000)

    def test_twelve_hours_where_output_cannot_be_replaced_grow_slowly(self):
        output = self.measure(1, 12, notebook=False)
        self.assertLess(output.lines, 3000)
        self.assertLess(output.bytes, 1_000_000)

    def test_the_line_has_a_limit_however_many_jobs_there_are(self):
        self.assertLess(self.measure(400, 0.02, notebook=True).most_standing, 80_000)


    def test_of_too_many_jobs_each_has_its_turn_and_those_at_work_always(self):
        clock = Clock()
        state = LongRun(self.folder, clock, 600, 1)
        told = []
        with mock.patch('lifeline.batch.viewer._clear_output', lambda: True):
            viewer = Viewer(state, 'token', {}, clock)
            status = state.read_status()
            for number, job in enumerate(status['jobs']):
                job['state'] = 'running' if number % 200 == 0 else 'queued'
            for _ in range(12):
                output = io.StringIO()
                with contextlib.redirect_stdout(output):
                    viewer._print(status, None)
                record = json.loads(output.getvalue().split(PREFIX)[1])
                told.append({job['job'] for job in record['jobs']})
                self.assertLessEqual({job['job'] for job in status['jobs'] if job['state'] == 'running'}, told[-1])
        self.assertEqual(len(set().union(*told)), 600)


class Cell(RuntimeTest):
    """The cell as a process, with a real worker."""

    def setUp(self):
        super().setUp()
        self.gate = threading.Event()
        self.addCleanup(self.gate.set)
        self.url = self.origin.add('/file', self.gated)

    def gated(self, request, reply):
        if request.headers.get('authorization') != 'key-of-the-cell':
            return reply.head(401, Content_Length=0, Connection='close')
        first, last, status = span(request, DATA)
        headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **headers)
        reply.body(DATA[first : min(SIZE // 2, last + 1)])
        self.gate.wait()
        reply.body(DATA[max(SIZE // 2, first) : last + 1])

    def show(self, before='pass'):
        """Starts a cell; the secret is only in its own environment, as only a kernel has Colab's."""
        job = {'id': 'a', 'url': self.url, 'output': 'file.bin', 'headers': {'Authorization': '{secret:KEY}'}}
        jobs = {'v': 1, 'token': 'token', 'jobs': [job], 'concurrency': 3, 'speedLimit': None}
        code = (
            'import os, json, sys; from lifeline.batch import viewer\n'
            'known = os.environ.pop("THE_KEY"); viewer.from_colab = lambda name: known\n'
            f'{before}\n'
            f'viewer.show({self.folder!r}, json.loads(sys.argv[1]))'
        )
        process = subprocess.Popen(
            [sys.executable, '-c', code, json.dumps(jobs)],
            env={**ENVIRONMENT, 'THE_KEY': 'key-of-the-cell'},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(self.end_worker)
        return process

    def end_worker(self):
        status = State(self.folder).read_status()
        if status and not status['ended']:
            with contextlib.suppress(ProcessLookupError):
                os.kill(status['pid'], signal.SIGTERM)

    def finish(self, process):
        """The last record that the cell printed."""
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, err), (0, ''))
        lines = [line for line in out.splitlines() if line.startswith(PREFIX)]
        return json.loads(lines[-1].removeprefix(PREFIX))

    def half_way(self):
        status = State(self.folder).read_status()
        return bool(status and status['jobs'] and status['jobs'][0]['offset'] >= SIZE // 2)

    def test_the_progress_file_is_what_was_printed_last(self):
        process = self.show()
        until(self.half_way)
        self.gate.set()
        record = self.finish(process)
        path = self.path('.lifeline/progress.json')
        with open(path, encoding='utf-8') as file:
            self.assertEqual(json.load(file), record)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertEqual((record['token'], record['end'], record['jobs'][0]['state']), ('token', 'finished', 'completed'))

    def test_stopping_the_cell_pauses_and_running_it_again_resumes(self):
        process = self.show()
        until(self.half_way)
        process.send_signal(signal.SIGINT)
        record = self.finish(process)
        self.assertEqual((record['end'], record['jobs'][0]['state']), ('paused', 'paused'))
        self.gate.set()
        record = self.finish(self.show())
        self.assertEqual(record['end'], 'finished')
        self.assertGreaterEqual(record['jobs'][0]['kept'], SIZE // 2)
        self.assertTrue(self.read() == DATA)

    def test_a_kernel_restart_interrupts_first_and_pauses_nothing(self):
        # jupyter_client interrupts before it asks the kernel to go; ipykernel then sets exit_now on its control thread.
        process = self.show('import types; sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: types.SimpleNamespace(exit_now=True))')
        until(self.half_way)
        process.send_signal(signal.SIGINT)
        self.assertIsNone(self.finish(process)['end'])
        self.gate.set()
        until(lambda: State(self.folder).read_status()['jobs'][0]['state'] == 'completed')
        self.assertTrue(self.read() == DATA)
        self.assertEqual(len(self.origin.requests), 1)

    def test_a_kernel_that_dies_leaves_the_worker_at_work_and_the_cell_finds_it_again(self):
        process = self.show()
        until(self.half_way)
        process.kill()
        process.communicate()
        before = State(self.folder).read_status()
        again = self.show()
        until(lambda: State(self.folder).read_status()['run'] != before['run'])
        self.gate.set()
        self.assertEqual(self.finish(again)['end'], 'finished')
        self.assertEqual(State(self.folder).read_status()['pid'], before['pid'])
        self.assertEqual(len(self.origin.requests), 1)

    def test_a_worker_that_is_killed_is_started_again_with_its_secrets(self):
        process = self.show()
        until(self.half_way)
        os.kill(State(self.folder).read_status()['pid'], signal.SIGKILL)
        self.gate.set()
        record = self.finish(process)
        self.assertEqual((record['end'], record['jobs'][0]['state']), ('finished', 'completed'))
        self.assertFalse(os.path.exists(self.path('.lifeline/secrets.json')))
        self.assertTrue(self.read() == DATA)

    def test_a_list_that_is_wrong_is_said_in_one_line(self):
        code = 'from lifeline.batch import viewer; viewer.show("/nowhere", {"token": "t", "jobs": [{"output": "x"}]})'
        run = subprocess.run([sys.executable, '-c', code], env=ENVIRONMENT, capture_output=True, text=True)
        self.assertEqual((run.stdout, run.stderr), ('Lifeline: Job 1 has no "url"\n', ''))
        code = code.replace('[{"output": "x"}]', '[]').replace('/nowhere', '/proc/nowhere')
        run = subprocess.run([sys.executable, '-c', code], env=ENVIRONMENT, capture_output=True, text=True)
        self.assertEqual((run.stdout.count('\n'), run.stderr), (1, ''))


if __name__ == '__main__':
    unittest.main()
