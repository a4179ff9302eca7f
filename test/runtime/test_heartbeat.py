"""The heartbeat cell: a line with the time again and again, one thread at most, and no kernel that it keeps from ending."""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).parents[2] / 'src/runtime/heartbeat.py'
PROGRAM = '''
import os, sys, time
source = open(sys.argv[1], encoding='utf-8').read()
exec(source, {'LIFELINE_HEARTBEAT_SECONDS': 0.01})
exec(source, {'LIFELINE_HEARTBEAT_SECONDS': 0.01})
end = time.monotonic() + 30
log = '.lifeline/heartbeat.log'
while (not os.path.exists(log) or open(log).read().count('\\n') < 3) and time.monotonic() < end:
    time.sleep(0.01)
'''


class Heartbeat(unittest.TestCase):
    def test_writes_the_time_from_one_thread_and_ends_with_its_process(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, '-c', PROGRAM, str(SOURCE)], cwd=folder, capture_output=True, text=True, timeout=60, check=True
            )
            lines = (Path(folder) / '.lifeline/heartbeat.log').read_text(encoding='utf-8').splitlines()
        self.assertGreaterEqual(len(lines), 3)
        for line in lines:
            self.assertRegex(line, re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'))
        self.assertEqual(done.stdout.count('Writing the time'), 1)
        self.assertIn('on already', done.stdout)
        self.assertEqual(done.stderr, '')


if __name__ == '__main__':
    unittest.main()
