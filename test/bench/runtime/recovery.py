"""What a broken download costs: bytes fetched again after kill -9, and time until bytes flow again after a reset."""

import os
import random
import subprocess
import tempfile
import time

from origin import Origin, plain
from paced import Pace, paced
from process import Died, kill
from tools import RESUMING, environment

_PATIENCE = 120


def _tools(*names):
    return [tool for tool in RESUMING if tool.present and tool.name in names]


class Killed:
    """Each tool is killed in the middle of a download at `rate` bytes a second, and started again."""

    def __init__(self, data, rate, folder, seed=1):
        self._data, self._rate, self._folder = data, rate, folder
        self._dice = random.Random(seed)
        self.tools = _tools('wget -c', 'curl -C - loop', 'aria2c -x8', 'requests loop', 'lifeline x1', 'lifeline x8')

    def measure(self, rounds):
        """Returns one dict {tool: bytes fetched again} a round; in a round all are killed at the same byte."""
        found = []
        for _ in range(rounds):
            at = round(len(self._data) * self._dice.uniform(0.15, 0.45))
            found.append({tool.name: self._one(tool, at) for tool in self.tools})
        return found

    def _one(self, tool, at):
        with Origin() as origin, tempfile.TemporaryDirectory(dir=self._folder) as place:
            pace = Pace(self._rate)
            url = origin.add('/file.bin', paced(self._data, pace))
            first = start(tool, url, place)
            wait_until(lambda: origin.sent >= at, first)
            kill(first)
            pace.rate = None
            finish(tool, url, place)
            check(tool, place, self._data)
            return origin.sent - len(self._data)


class Reset:
    """The server resets the first connection after a quarter of the file; how soon does the next byte go out?"""

    def __init__(self, data, folder):
        self._data, self._folder = data, folder
        self.tools = _tools('wget -c', 'curl --retry', 'aria2c -x1', 'requests loop', 'lifeline x1')

    def measure(self, rounds):
        """Returns one dict {tool: seconds} a round."""
        return [{tool.name: self._one(tool) for tool in self.tools} for _ in range(rounds)]

    def _one(self, tool):
        moments = []

        def script(request, reply):
            if request.number == 0:
                reply.head(200, Content_Length=len(self._data), ETag='"v1"', Accept_Ranges='bytes', Connection='close')
                reply.body(self._data[: len(self._data) // 4])
                reply.reset()
                moments.append(time.monotonic())
            else:
                moments.append(time.monotonic())
                plain(self._data)(request, reply)

        with Origin() as origin, tempfile.TemporaryDirectory(dir=self._folder) as place:
            finish(tool, origin.add('/file.bin', script), place)
            check(tool, place, self._data)
            return moments[1] - moments[0]


def start(tool, url, place):
    """Starts a tool in a session of its own, downloading into `place`/file.bin."""
    command = tool.command(url, os.path.join(place, 'file.bin'), None)
    return subprocess.Popen(
        command, cwd=place, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def finish(tool, url, place):
    """Runs the tool to its end."""
    process = start(tool, url, place)
    try:
        return process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        kill(process)
        raise Died(f'{tool.name} did not end') from None


def wait_until(reached, process):
    """Waits for a condition. Raises Died if the process ends before it."""
    while not reached():
        if process.poll() is not None:
            raise Died(f'{process.args[0]} ended with {process.returncode} before it was to be broken off')
        time.sleep(0.002)


def check(tool, place, data):
    """Raises Died if `place`/file.bin is not `data`."""
    path = os.path.join(place, 'file.bin')
    step = 1 << 20
    with open(path, 'rb') as file:
        same = all(file.read(step) == bytes(data[at : at + step]) for at in range(0, len(data), step)) and not file.read(1)
    if not same:
        raise Died(f'{tool.name} left a wrong file')
