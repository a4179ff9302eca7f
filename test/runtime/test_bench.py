"""The measurements' own logic, where a mistake would make numbers lie."""

import json
import os
import subprocess
import sys
import time
import unittest

from support import ENVIRONMENT, RuntimeTest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'bench', 'runtime'))

import corruption
import report
from arithmetic import median, ratios, rotated, table
from cases import CASES, NEW, OLD
from outcome import classify, honest
from overhead import Clock
from paced import Pace, paced
from process import Died, Usage, measure
from tools import RESUMING, Tool


class Arithmetic(unittest.TestCase):
    def test_a_ratio_is_taken_inside_each_round_and_more_is_faster(self):
        rounds = [{'curl': 2.0, 'a': 1.0}, {'curl': 30.0, 'a': 10.0}, {'curl': 2.0, 'a': 4.0}]
        self.assertEqual(ratios(rounds, 'curl', 'a'), (2.0, 0.5, 3.0))
        self.assertEqual(ratios(rounds, 'curl', 'curl'), (1.0, 1.0, 1.0))

    def test_a_median_is_not_a_mean(self):
        self.assertEqual(median([{'a': 1.0}, {'a': 100.0}, {'a': 2.0}], 'a'), 2.0)
        self.assertEqual(median([{'a': 1.0}, {'a': 3.0}], 'a'), 2.0)

    def test_what_was_not_measured_is_not_a_number(self):
        self.assertIsNone(ratios([{'curl': 1.0}, {'a': 1.0}], 'curl', 'a'))
        self.assertIsNone(median([], 'a'))
        self.assertEqual(table(['x', 'y'], [['1', None]]), '| x | y |\n| --- | --- |\n| 1 | - |')

    def test_everyone_is_first_once_in_as_many_rounds_as_there_are_tools(self):
        self.assertEqual({rotated('abc', number)[0] for number in range(3)}, {'a', 'b', 'c'})
        self.assertEqual(sorted(rotated('abc', 4)), ['a', 'b', 'c'])


class Goals(unittest.TestCase):
    def line(self, start, **found):
        text = report.text(['A machine.'], found, 1024, 5)
        return next(line for line in text.splitlines() if line.startswith(f'| {start}'))

    def rounds(self, ours, cpu=1.0):
        return [{'curl': Usage(2.0, 2.0, 1 << 20), 'lifeline': Usage(ours, cpu, 30 << 20), 'lifeline x8': Usage(ours, cpu, 50 << 20)}] * 5

    def test_a_goal_that_is_missed_is_said_to_be_missed(self):
        self.assertIn('| 2.50 (2.50 to 2.50) | yes |', self.line('http to disk, durable', disk=self.rounds(0.8)))
        self.assertIn('| 2.47 (2.47 to 2.47) | **no** |', self.line('http to disk, durable', disk=self.rounds(0.81)))

    def test_less_cpu_is_the_better_one(self):
        self.assertIn('| 0.50 (0.50 to 0.50) | yes |', self.line("the same, times curl's CPU", disk=self.rounds(1.0, cpu=1.0)))
        self.assertIn('| 2.00 (2.00 to 2.00) | **no** |', self.line("the same, times curl's CPU", disk=self.rounds(1.0, cpu=4.0)))

    def test_the_most_memory_of_any_run_counts(self):
        self.assertIn('| 50 (30 to 50) | **no** |', self.line('peak memory', disk=self.rounds(1.0)))

    def test_the_worst_kill_counts(self):
        kills = [{'lifeline x1': 0, 'lifeline x8': 0}] * 4 + [{'lifeline x1': 20 << 20, 'lifeline x8': 1 << 20}]
        self.assertIn('| 20.00 (0.00 to 20.00) | **no** |', self.line('lifeline x1: fetched again', kill=kills))
        self.assertIn('| 1.00 (0.00 to 1.00) | yes |', self.line('lifeline x8: fetched again', kill=kills))


class Outcomes(unittest.TestCase):
    """Who corrupts what: the words must be the right ones."""

    RIGHT = b'0123456789'

    def word(self, status, data, **options):
        return classify(status, data, self.RIGHT, **options)

    def test_only_the_whole_right_file_with_status_0_is_ok(self):
        self.assertEqual(self.word(0, b'0123456789'), 'ok')
        self.assertEqual(self.word(1, b'0123456789'), 'ok?')
        self.assertEqual(self.word(0, b'0123456789X'), 'BAD!')
        self.assertEqual(self.word(0, b'0123456780'), 'BAD!')

    def test_a_beginning_is_a_part_and_silent_if_it_is_called_a_success(self):
        self.assertEqual(self.word(1, b'0123'), 'part')
        self.assertEqual(self.word(0, b'0123'), 'part!')
        self.assertEqual(self.word(0, b'0123', unverified=True), 'part, unverified')

    def test_nothing_is_an_error_or_a_lie(self):
        for nothing in (None, b''):
            self.assertEqual(self.word(4, nothing), 'error')
            self.assertEqual(self.word(0, nothing), 'none!')
        self.assertEqual(classify(0, b'', b''), 'ok')

    def test_a_file_as_long_as_the_right_one_but_full_of_holes_is_bad(self):
        self.assertEqual(self.word(1, b'0123\0\0\0\0\0\0'), 'BAD')

    def test_a_beginning_of_another_version_is_honest_only_with_an_error(self):
        self.assertEqual(self.word(1, b'abc', versions=(b'abcdef',)), 'part')
        self.assertEqual(self.word(0, b'abcdef', versions=(b'abcdef',)), 'part!')
        self.assertEqual(self.word(1, b'012def', versions=(b'abcdef',)), 'BAD')

    def test_well_known_wrong_contents_have_names(self):
        self.assertEqual(self.word(0, b'<html>', lookalikes={'HTML saved!': b'<html>'}), 'HTML saved!')
        self.assertEqual(self.word(1, b'<html>', lookalikes={'HTML saved!': b'<html>'}), 'BAD')

    def test_who_has_to_be_killed_did_not_succeed(self):
        self.assertEqual(self.word(None, b'0123'), 'hung')
        self.assertEqual(self.word(None, b'9'), 'BAD')

    def test_of_ours_only_the_right_file_or_an_error_is_honest(self):
        self.assertEqual([word for word in ('ok', 'error', 'ok?', 'part', 'part!', 'BAD', 'none!', 'hung') if honest(word)], ['ok', 'error'])
        self.assertFalse(honest('ok, unverified'))
        self.assertTrue(honest('ok, unverified', unknowable=True))
        self.assertFalse(honest('part!', unknowable=True))

    def test_a_tool_that_corrupts_is_seen_to(self):
        """The way from a tool's command to a word, with tools that do wrong on purpose."""
        case = next(case for case in CASES if case.name == 'connection reset')

        def word(script):
            return corruption.outcome(Tool('wrong', 'sh', lambda url, file, trust: ['sh', '-c', script]), case, '')

        self.assertEqual(word('printf wrong > file.bin'), 'BAD!')
        self.assertEqual(word('printf wrong > file.bin; exit 7'), 'BAD')
        self.assertEqual(word('exit 7'), 'error')
        self.assertEqual(word('true'), 'none!')

    def test_ours_goes_the_same_way(self):
        ours = next(tool for tool in RESUMING if tool.name == 'lifeline x1')
        for name in ('content changed, same size', 'content changed since yesterday'):
            case = next(case for case in CASES if case.name == name)
            self.assertEqual(corruption.outcome(ours, case, ''), 'ok')
            self.assertEqual(case.right, NEW[: len(OLD)])


class Measuring(RuntimeTest):
    def test_the_processor_time_and_memory_of_children_count(self):
        with open(self.path('done'), 'wb'):
            pass
        burn = 'import time; x = bytearray(64 << 20); end = time.process_time() + 0.3\nwhile time.process_time() < end: pass'
        nested = ['sh', '-c', '"$@"; true', 'sh', sys.executable, '-c', burn]
        usage = measure(nested, self.path('done'))
        self.assertGreater(usage.cpu, 0.3)
        self.assertGreater(usage.seconds, 0.3)
        self.assertGreater(usage.peak, 64 << 20)

    def test_a_small_program_is_not_charged_with_the_memory_of_this_one(self):
        with open(self.path('done'), 'wb'):
            pass
        big = bytearray(200 << 20)
        usage = measure(['sh', '-c', 'sleep 0.2; true'], self.path('done'))
        self.assertLess(usage.peak, 50 << 20)
        del big

    def test_a_program_that_fails_has_no_numbers(self):
        with self.assertRaisesRegex(Died, 'ended with 3.*no such luck'):
            measure(['sh', '-c', 'echo no such luck >&2; exit 3'], self.path('done'))

    def test_a_pace_is_kept(self):
        data = memoryview(bytes(1 << 20))
        url = self.origin.add('/file', paced(data, Pace(2 << 20)))
        began = time.monotonic()
        self.assertEqual(self.get(url)[0], 0)
        self.assertGreater(time.monotonic() - began, 0.45)

    def test_a_clock_counts_work_and_not_waiting(self):
        class Subject:
            @staticmethod
            def work():
                time.sleep(0.05)
                end = time.thread_time() + 0.02
                while time.thread_time() < end:
                    pass

        clock = Clock()
        clock.around(Subject, 'work')
        Subject.work()
        self.assertEqual(clock.calls, 1)
        self.assertGreater(clock.seconds, 0.02)
        self.assertLess(clock.seconds, 0.05)

    def test_the_clocks_of_the_overhead_fit_the_runtime(self):
        url = self.origin.add('/file', paced(memoryview(bytes(1 << 20)), Pace(None)))
        program = os.path.join(os.path.dirname(__file__), '..', 'bench', 'runtime', 'overhead.py')
        command = self.command(url)
        command[1:3] = [program, self.path('report')]
        subprocess.run(command, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
        with open(self.path('report'), encoding='utf-8') as file:
            found = json.load(file)
        self.assertGreater(found['saves'], 0)
        self.assertGreater(found['journal'], 0)
        self.assertGreater(found['progress'], 0)
        self.assertLess(found['journal'] + found['progress'] + found['sums'], found['all'])


if __name__ == '__main__':
    unittest.main()
