"""The worker as a process: lists, priorities, pausing, deaths, and what bad lists get."""

import json
import signal
import subprocess
import sys
import threading
import time
import types
import unittest
from unittest import mock

from origin import content, plain, span
from support import ENVIRONMENT, RuntimeTest, until
from test_crashes import slow

from lifeline.batch import joblist
from lifeline.errors import Failure
from lifeline.net.limiter import Limiter

SIZE = 4 << 20
HALF = SIZE // 2
DATA = content(SIZE)


class WorkerTest(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.gate = threading.Event()
        self.addCleanup(self.gate.set)

    def gated(self, request, reply):
        """Serves the first half of DATA, and the rest when the gate opens."""
        first, last, status = span(request, DATA)
        headers = {'Content_Range': f'bytes {first}-{last}/{SIZE}'} if status == 206 else {}
        reply.head(status, Content_Length=last - first + 1, ETag='"v1"', Connection='close', **headers)
        reply.body(DATA[first : min(HALF, last + 1)])
        self.gate.wait()
        reply.body(DATA[max(HALF, first) : last + 1])

    def gated_job(self, name, **more):
        return self.job(name, self.gated, connections=1, **more)

    def is_half_way(self, *names):
        return self.states() and all(self.offset(name) >= HALF for name in names)

    def write_list(self, *jobs, name='jobs.json', **more):
        with open(self.path(name), 'w', encoding='utf-8') as file:
            json.dump({'v': 1, 'jobs': list(jobs), **more}, file)

    def job(self, name, script, **more):
        return {'id': name, 'url': self.origin.add(f'/{name}', script), 'output': f'{name}.bin', **more}

    def run_list(self, name='jobs.json', *options):
        process = subprocess.Popen(
            [sys.executable, '-m', 'lifeline', 'run', name, '--json', *options],
            cwd=self.folder,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        process.kill()
        process.communicate()

    def finish(self, process):
        """Waits for the end; returns (exit status, last record of each job, stderr)."""
        out, err = process.communicate(timeout=60)
        self.assertNotIn('Traceback', err)
        return process.returncode, {record['job']: record for record in map(json.loads, out.splitlines())}, err

    def states(self):
        """{job: state} of the status file, {} while there is none."""
        try:
            with open(self.path('.lifeline/status.json'), encoding='utf-8') as file:
                status = json.load(file)
        except FileNotFoundError:
            return {}
        return {record['job']: record['state'] for record in status['jobs']}

    def offset(self, job):
        with open(self.path('.lifeline/status.json'), encoding='utf-8') as file:
            return next(record['offset'] for record in json.load(file)['jobs'] if record['job'] == job)

    def requested(self):
        return [request.path[1:] for request in self.origin.requests]


class Lists(WorkerTest):
    def test_the_more_urgent_goes_first_one_at_a_time(self):
        jobs = [self.job(name, plain(DATA), priority=number) for number, name in enumerate('abcd')]
        self.write_list(*jobs, concurrency=1)
        code, records, err = self.finish(self.run_list())
        self.assertEqual(code, 0, err)
        self.assertEqual(self.requested(), ['d', 'c', 'b', 'a'])
        self.assertEqual({record['state'] for record in records.values()}, {'completed'})
        for name in 'abcd':
            self.assertTrue(self.read(f'{name}.bin') == DATA)

    def test_no_more_run_at_once_than_were_allowed(self):
        active, most, lock = set(), [], threading.Lock()

        def counted(name):
            whole = slow(DATA, 16 << 20)

            def script(request, reply):
                with lock:
                    active.add(name)
                    most.append(len(active))
                whole(request, reply)
                with lock:
                    active.discard(name)

            return script

        self.write_list(*(self.job(name, counted(name), connections=1) for name in 'abcde'), concurrency=2)
        self.assertEqual(self.finish(self.run_list())[0], 0)
        self.assertEqual(max(most), 2)

    def test_the_speed_limit_is_for_all_together(self):
        limit = 4 << 20
        self.write_list(*(self.job(name, plain(DATA), connections=1) for name in 'ab'), speedLimit=limit)
        began = time.monotonic()
        self.assertEqual(self.finish(self.run_list())[0], 0)
        self.assertGreater(time.monotonic() - began, 2 * SIZE / limit - 0.3)

    def test_the_exit_status_is_that_of_the_worst_and_the_good_ones_are_done(self):
        missing = lambda _, reply: reply.head(404, Content_Length=0, Connection='close')
        self.write_list(self.job('good', plain(DATA)), self.job('missing', missing), {'url': 'nonsense', 'output': 'x'})
        code, records, _ = self.finish(self.run_list())
        self.assertEqual(code, 3)
        self.assertTrue(self.read('good.bin') == DATA)
        codes = {record['error']['code'] for record in records.values() if record['error']}
        self.assertEqual(codes, {'not-found', 'bad-address'})

    def test_a_job_may_fail_as_often_as_its_list_says(self):
        self.write_list(self.job('a', lambda request, reply: reply.head(503, Content_Length=0), tries=3))
        code, records, _ = self.finish(self.run_list())
        self.assertEqual((code, records['a']['error']['code']), (4, 'server-busy'))
        self.assertEqual(self.requested(), ['a'] * 3)

    def test_one_file_has_one_writer(self):
        self.write_list(self.gated_job('a'), {**self.gated_job('b'), 'output': 'a.bin'})
        process = self.run_list()
        until(lambda: 'failed' in self.states().values())
        self.gate.set()
        code, records, _ = self.finish(process)
        self.assertEqual(code, 4)
        self.assertEqual(sorted(record['state'] for record in records.values()), ['completed', 'failed'])
        self.assertTrue(self.read('a.bin') == DATA)

    def test_a_list_that_changes_touches_only_what_changed(self):
        stays = self.gated_job('stays')
        self.write_list(stays, self.gated_job('goes'))
        first = self.run_list()
        until(lambda: self.is_half_way('stays', 'goes'))
        self.write_list(stays, self.job('comes', plain(DATA)))
        second = self.run_list()
        until(lambda: self.states().get('comes') == 'completed')
        self.gate.set()
        code, records, err = self.finish(second)
        self.assertEqual(code, 0, err)
        self.assertEqual(records.keys(), {'stays', 'comes'})
        self.assertEqual(self.finish(first)[0], 0)
        self.assertEqual(self.requested().count('stays'), 1)
        self.assertIn('goes.bin.part.journal', self.left())

    def test_a_list_in_another_order_is_gone_through_in_that_order(self):
        a = self.gated_job('a')
        b, c, d = (self.job(name, plain(DATA)) for name in 'bcd')
        self.write_list(a, b, c, concurrency=1)
        first = self.run_list()
        until(lambda: self.is_half_way('a'))
        self.write_list(a, c, b, d, concurrency=1)
        second = self.run_list()
        until(lambda: self.states().get('d') == 'queued')
        self.gate.set()
        self.assertEqual(self.finish(second)[0], 0)
        self.assertEqual(self.finish(first)[0], 0)
        self.assertEqual(list(dict.fromkeys(self.requested())), ['a', 'c', 'b', 'd'])

    def test_another_list_in_the_same_folder_waits_its_turn(self):
        self.write_list(self.gated_job('a'))
        first = self.run_list()
        until(self.states)
        self.write_list(self.job('b', plain(DATA)), name='other.json')
        code, _, err = self.finish(self.run_list('other.json'))
        self.gate.set()
        self.assertEqual(code, 4)
        self.assertIn('jobs.json is being worked on', err)
        self.assertEqual(self.finish(first)[0], 0)
        self.assertEqual(self.finish(self.run_list('other.json'))[0], 0)


class Limits(unittest.TestCase):
    """The speed limit, on a clock of its own."""

    def setUp(self):
        self.now = 100.0
        clock = types.SimpleNamespace(monotonic=lambda: self.now, sleep=self.sleep)
        patch = mock.patch('lifeline.net.limiter.time', clock)
        patch.start()
        self.addCleanup(patch.stop)

    def sleep(self, seconds):
        self.now += seconds

    def test_a_low_one_is_kept_even_by_large_pieces(self):
        limiter = Limiter(1000)
        for _ in range(3):
            limiter.take(5000, lambda: False)
        self.assertAlmostEqual(self.now, 115.0, delta=0.2)

    def test_a_piece_is_as_much_as_passes_in_a_moment(self):
        self.assertEqual(Limiter(10_000_000).piece(1 << 30), 2_000_000)
        self.assertEqual(Limiter(1024).piece(1 << 30), 4096)
        self.assertEqual(Limiter().piece(1 << 30), 1 << 30)

    def test_who_stops_or_gets_another_limit_waits_no_longer(self):
        limiter = Limiter(1)
        limiter.take(5000, lambda: self.now > 101)
        self.assertLess(self.now, 102)
        change = lambda seconds: (self.sleep(seconds), setattr(limiter, 'rate', None))
        with mock.patch('lifeline.net.limiter.time.sleep', change):
            limiter.take(5000, lambda: False)
        self.assertLess(self.now, 102)


class Deaths(WorkerTest):
    def test_after_kill_9_the_next_call_goes_on(self):
        self.write_list(self.gated_job('a'), self.job('b', plain(DATA)))
        process = self.run_list()
        until(lambda: self.states().get('b') == 'completed' and self.is_half_way('a'))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.gate.set()
        sent = self.origin.sent
        code, records, err = self.finish(self.run_list())
        self.assertEqual(code, 0, err)
        self.assertTrue(self.read('a.bin') == DATA and self.read('b.bin') == DATA)
        self.assertGreaterEqual(records['a']['kept'], HALF)
        self.assertEqual(self.requested().count('b'), 1)
        self.assertLess(self.origin.sent - sent, SIZE * 3 // 4)

    def test_a_second_call_looks_on_and_ends_alike(self):
        self.write_list(self.gated_job('a'))
        first = self.run_list()
        until(lambda: self.is_half_way('a'))
        second = self.run_list()
        second.stdout.readline()
        self.gate.set()
        self.assertEqual([self.finish(process)[0] for process in (first, second)], [0, 0])
        self.assertEqual(self.requested(), ['a'])

    def test_two_calls_at_the_same_moment_have_one_worker(self):
        self.write_list(self.gated_job('a'))
        calls = [self.run_list() for _ in range(3)]
        for process in calls:
            process.stdout.readline()
        self.gate.set()
        self.assertEqual([self.finish(process)[0] for process in calls], [0, 0, 0])
        self.assertEqual(self.requested(), ['a'])

    def test_who_looks_on_takes_over_when_the_worker_is_killed(self):
        self.write_list(self.gated_job('a'))
        first = self.run_list()
        until(lambda: self.is_half_way('a'))
        second = self.run_list()
        second.stdout.readline()
        first.send_signal(signal.SIGKILL)
        first.communicate()
        self.gate.set()
        code, records, err = self.finish(second)
        self.assertEqual((code, records['a']['state']), (0, 'completed'), err)
        self.assertTrue(self.read('a.bin') == DATA)

    def test_who_stops_looking_on_stops_nothing(self):
        self.write_list(self.gated_job('a'))
        first = self.run_list()
        until(self.states)
        second = self.run_list()
        second.stdout.readline()
        second.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(second)[0], 130)
        self.gate.set()
        self.assertEqual(self.finish(first)[0], 0)

    def test_torn_state_files_are_survived(self):
        self.write_list(self.job('a', plain(DATA)))
        self.assertEqual(self.finish(self.run_list())[0], 0)
        with open(self.path('.lifeline/status.json'), 'rb') as file:
            sound = file.read()
        damages = [b'', sound[: len(sound) // 2], b'null', b'[]', b'{"v": 1}', sound.replace(b'"seq"', b'"qes"'), b'\0' * 64]
        for damage in damages:
            with self.subTest(damage=damage[:20]):
                for name in ('status.json', 'control.json', 'secrets.json'):
                    with open(self.path(f'.lifeline/{name}'), 'wb') as file:
                        file.write(damage)
                code, _, err = self.finish(self.run_list())
                self.assertEqual(code, 0, err)
                self.assertTrue(self.read('a.bin') == DATA)


class Pauses(WorkerTest):
    def control(self, text):
        with open(self.path('.lifeline/control.json'), 'w', encoding='utf-8') as file:
            file.write(text)

    def paused_and_resumed(self, pause, resume):
        self.write_list(self.gated_job('a'), self.gated_job('b'))
        process = self.run_list()
        until(lambda: self.is_half_way('a', 'b'))
        pause(process)
        until(lambda: set(self.states().values()) == {'paused'})
        self.gate.set()
        resume(process)
        code, records, err = self.finish(process)
        self.assertEqual(code, 0, err)
        self.assertGreaterEqual(records['a']['kept'], HALF)
        self.assertTrue(self.read('a.bin') == DATA and self.read('b.bin') == DATA)

    def test_by_signals(self):
        self.paused_and_resumed(
            lambda process: process.send_signal(signal.SIGUSR1), lambda process: process.send_signal(signal.SIGUSR2)
        )

    def test_by_the_control_file_torn_writes_and_all(self):
        def resume(_):
            self.control('{"pau')
            self.control('{"paused": false}')

        self.paused_and_resumed(lambda _: self.control('{"paused": true}'), resume)

    def test_of_one_job_by_the_list(self):
        a, b = self.gated_job('a'), self.gated_job('b')
        self.write_list(a, b)
        first = self.run_list()
        until(lambda: self.is_half_way('a', 'b'))
        self.write_list({**a, 'paused': True}, b)
        second = self.run_list()
        until(lambda: self.states()['a'] == 'paused')
        self.gate.set()
        code, records, _ = self.finish(second)
        self.assertEqual((code, records['a']['state'], records['b']['state']), (130, 'paused', 'completed'))
        self.write_list(a, b)
        self.assertEqual(self.finish(self.run_list())[0], 0)
        self.assertEqual(self.finish(first)[0], 0)

    def test_sigint_and_sigterm_end_it_resumable(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                name = number.name
                self.gate.clear()
                self.write_list(self.gated_job(name))
                process = self.run_list()
                until(lambda name=name: name in self.states() and self.is_half_way(name))
                process.send_signal(number)
                code, records, _ = self.finish(process)
                self.assertEqual((code, records[name]['state']), (130, 'paused'))
                self.gate.set()
                code, records, err = self.finish(self.run_list())
                self.assertEqual(code, 0, err)
                self.assertGreaterEqual(records[name]['kept'], HALF)


class BadLists(WorkerTest):
    def test_each_gets_exit_status_2_and_one_line_that_names_what_is_wrong(self):
        good = {'id': 'good', 'url': 'http://127.0.0.1:1/', 'output': 'x'}
        cases = [
            ('{', 'not valid JSON (line 1)'),
            ('', 'not valid JSON'),
            ('\udcff'.encode('utf-8', 'surrogateescape'), 'not valid JSON'),
            ('[' * 100_000, 'not valid JSON'),
            ('[]', 'must read {"v": 1'),
            ({}, 'must read {"v": 1'),
            ({'jobs': {}}, 'must read {"v": 1'),
            ({'v': 2, 'jobs': []}, 'version 2'),
            ({'jobs': [], 'concurency': 3}, '"concurency"'),
            ({'jobs': [], 'concurrency': 0}, '"concurrency"'),
            ({'jobs': [], 'concurrency': True}, '"concurrency"'),
            ({'jobs': [], 'speedLimit': -1}, '"speedLimit"'),
            ('{"jobs": [], "speedLimit": NaN}', '"speedLimit"'),
            ({'jobs': [], 'speedLimit': 10**400}, '"speedLimit"'),
            ({'jobs': [good, 'http://x/']}, 'Job 2 must read'),
            ({'jobs': [good, {'output': 'x'}]}, 'Job 2 has no "url"'),
            ({'jobs': [good, {'url': 'http://x/'}]}, 'Job 2 has no "output"'),
            ({'jobs': [good, good]}, 'Job 2 has the same "id" as job 1: "good"'),
            ({'jobs': [{**good, 'id': ''}]}, 'Job 1 (""): "id"'),
            ({'jobs': [{**good, 'id': 7}]}, 'Job 1: "id"'),
            ({'jobs': [{**good, 'url': 7}]}, 'Job 1 ("good"): "url"'),
            ({'jobs': [{**good, 'output': 'a\0b'}]}, 'Job 1 ("good"): "output"'),
            ({'jobs': [{**good, 'sha256': 'abc'}]}, '("good"): "sha256" must be 64 hexadecimal digits'),
            ({'jobs': [{**good, 'sha265': 'a' * 64}]}, '"sha265" that is not known'),
            ({'jobs': [{**good, 'headers': ['a']}]}, '"headers" must be an object of texts'),
            ({'jobs': [{**good, 'headers': {'a': 1}}]}, '"headers"'),
            ({'jobs': [{**good, 'md5': 'a' * 64}]}, '"md5" must be 32 hexadecimal digits'),
            ({'jobs': [{**good, 'engine': 'axel'}]}, '"engine" must be one of auto, python, curl'),
            ({'jobs': [{**good, 'connections': 99}]}, '"connections" must be a whole number from 1 to 32'),
            ({'jobs': [{**good, 'tries': 0}]}, '"tries" must be a whole number from 1 to 1000'),
            ({'jobs': [{**good, 'copyTo': ['drive/']}]}, '"copyTo"'),
            ({'jobs': [{**good, 'priority': 'high'}]}, '"priority" must be a number'),
            ({'jobs': [{**good, 'paused': 'no'}]}, '"paused" must be true or false'),
        ]
        for value, words in cases:
            with self.subTest(value=str(value)[:60]):
                raw = json.dumps(value) if isinstance(value, dict) else value
                with open(self.path('jobs.json'), 'wb') as file:
                    file.write(raw if isinstance(raw, bytes) else raw.encode())
                # In this process: the path through a process of its own is the same for all.
                with self.assertRaises(Failure) as caught:
                    joblist.check(joblist.read(self.path('jobs.json')))
                self.assertEqual(caught.exception.exit_status, 2)
                self.assertIn(words, caught.exception.message)
                self.assertNotIn('\n', caught.exception.message)

    def test_nothing_is_started_and_what_runs_goes_on(self):
        self.write_list(self.gated_job('a'))
        first = self.run_list()
        until(self.states)
        self.write_list(self.job('b', plain(DATA)), {'url': 'http://x/'})
        code, records, err = self.finish(self.run_list())
        self.gate.set()
        self.assertEqual((code, records), (2, {}))
        self.assertEqual(err.splitlines(), ['lifeline: Job 2 has no "output"'])
        self.assertEqual(self.finish(first)[0], 0)
        self.assertEqual(self.requested(), ['a'])

    def test_a_list_that_cannot_be_read(self):
        for name in ('none.json', '.'):
            code, _, err = self.finish(self.run_list(name))
            self.assertEqual(code, 2)
            self.assertIn('cannot be read', err)


if __name__ == '__main__':
    unittest.main()
