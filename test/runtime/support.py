"""Runs the command line as users do, in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from origin import Origin

RUNTIME = os.path.join(os.path.dirname(__file__), '..', '..', 'src', 'runtime')
ENVIRONMENT = {**os.environ, 'PYTHONPATH': os.path.abspath(RUNTIME)}
ENVIRONMENT.pop('http_proxy', None)
ENVIRONMENT.pop('HTTP_PROXY', None)
sys.path.insert(0, RUNTIME)

from lifeline.download import Job, download  # noqa: E402
from lifeline.progress import Watch  # noqa: E402


def until(condition, seconds=30):
    """Waits for a condition to become true; a test that it never does fails."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError('waited in vain')
        time.sleep(0.02)
    return value


class RuntimeTest(unittest.TestCase):
    """A test with an origin and an empty folder of its own."""

    def setUp(self):
        self.origin = self.enterContext(Origin())
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def enterContext(self, context):  # unittest has it from Python 3.11 on
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def path(self, name='file.bin'):
        return os.path.join(self.folder, name)

    def command(self, url, *options, output=None):
        return [sys.executable, '-m', 'lifeline', 'get', url, '--output', output or self.path(), '--json', *options]

    def start(self, url, *options, output=None):
        return subprocess.Popen(
            self.command(url, *options, output=output), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def get(self, url, *options, output=None, timeout=60):
        """Runs to the end; returns (exit status, records, stderr)."""
        process = self.start(url, *options, output=output)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        self.assertNotIn('Traceback', err)
        return process.returncode, [json.loads(line) for line in out.splitlines()], err

    def fetch(self, url, **job):
        """Runs a download in this process; returns (failure or None, records)."""
        records = []
        watch = Watch('x', records.append, threading.Event(), 'boot')
        failure = download(Job('x', url, **{'output': self.path(), 'quiet': 1.0, **job}), watch)
        return failure, records

    def read(self, name='file.bin'):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def left(self):
        """Names in the folder that are not Lifeline's own state."""
        return sorted(name for name in os.listdir(self.folder) if not name.startswith('.'))
