"""`npm run bench:runtime`: how fast, how frugal, how soon back. Our engine beside other tools, in one run."""

import argparse
import contextlib
import filecmp
import json
import mmap
import os
import shutil
import subprocess
import sys
import tempfile
import time

import machine
import report
from arithmetic import rotated
from nginx import Nginx
from process import Died, measure
from recovery import Killed, Reset
from tools import FAST, ROOT, RUNTIME, environment, lifeline

_MIB = 1 << 20
_OVERHEAD = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'overhead.py')
# Where the rest would take most of the time to show nothing new.
_TO_MEMORY = ('curl', 'wget', 'wget2', 'aria2c -x1', 'aria2c -x8', 'requests, 8 KiB', 'lifeline', 'lifeline x8')
_OVER_TLS = ('curl', 'wget', 'aria2c -x8', 'requests, 8 KiB', 'lifeline', 'lifeline x8')
_SLOW_SERVER = ('curl', 'aria2c -x8', 'aria2c -x16', 'lifeline', 'lifeline x8')


class Scenario:
    """One way of downloading that the tools are put through: from `address` into a new folder below `folder`."""

    def __init__(self, address, folder, source, certificate=None, only=None):
        self.tools = [tool for tool in FAST if tool.present and (only is None or tool.name in only)]
        self._address, self._folder, self._source, self._certificate = address, folder, source, certificate

    def measure(self, rounds, say):
        """Returns one dict {tool: Usage} a round. The first round also compares each file with the source, byte by byte."""
        found = []
        for number in range(rounds):
            say(f'round {number + 1} of {rounds}')
            found.append({tool.name: self._one(tool, number == 0) for tool in rotated(self.tools, number)})
        return found

    def _one(self, tool, compare):
        with tempfile.TemporaryDirectory(dir=self._folder) as place:
            result = os.path.join(place, 'file.bin')
            command = tool.command(self._address, result, self._certificate)
            os.sync()  # nobody pays for what the one before left to be written
            usage = measure(command, result, environment(self._certificate))
            right = os.path.getsize(result) == os.path.getsize(self._source)
            if not right or (compare and not filecmp.cmp(self._source, result, shallow=False)):
                raise Died(f'{tool.name} left a wrong file')
            return usage


def bookkeeping(address, folder, rounds):
    """Returns one dict a round: the processor seconds of journal, progress, block sums, and of all; see overhead.py."""
    found = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            told = os.path.join(place, 'report.json')
            command = lifeline(address, os.path.join(place, 'file.bin'))
            command[1:3] = [_OVERHEAD, told]
            subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)
            with open(told, encoding='utf-8') as file:
                found.append(json.load(file))
    return found


def make_file(path, size):
    """Fills a file with bytes that do not repeat, so that nothing on the way can be clever about them."""
    with open(path, 'wb') as file:
        for _ in range(size // _MIB):
            file.write(os.urandom(_MIB))


def run(options, say):
    """Measures what was asked for; returns {part: rounds}."""
    found = {}
    wanted = options.only or report.PARTS
    disk = os.path.join(ROOT, '.cache', 'bench')
    os.makedirs(disk, exist_ok=True)
    if shutil.disk_usage('/dev/shm').free < 2.2 * options.size * _MIB:
        raise Died(f'/dev/shm needs {2.2 * options.size:.0f} MiB free for the source and a copy in memory; see --size')
    with contextlib.ExitStack() as stack:

        def folder(where):
            return stack.enter_context(tempfile.TemporaryDirectory(dir=where, prefix='lifeline-bench-'))

        root, memory, disk, own = folder('/dev/shm'), folder('/dev/shm'), folder(disk), folder(None)
        big, small = os.path.join(root, 'big.bin'), os.path.join(root, 'small.bin')
        make_file(big, options.size * _MIB)
        make_file(small, min(64, options.size) * _MIB)
        # The server has a core of its own, as it has in life; the downloads have the rest.
        cores = sorted(os.sched_getaffinity(0))
        nginx = stack.enter_context(Nginx(root, own, cores[0]))
        os.sched_setaffinity(0, cores[1:] or cores)
        scenarios = {
            'disk': Scenario(f'{nginx.plain}/big.bin', disk, big),
            'memory': Scenario(f'{nginx.plain}/big.bin', memory, big, only=_TO_MEMORY),
            'tls': Scenario(f'{nginx.tls}/big.bin', disk, big, nginx.certificate, _OVER_TLS),
            'limit': Scenario(f'{nginx.slow}/small.bin', memory, small, only=_SLOW_SERVER),
        }
        for part, scenario in scenarios.items():
            if part in wanted:
                found[part] = scenario.measure(options.rounds, lambda text, part=part: say(f'{part}, {text}'))
        if 'overhead' in wanted:
            say('overhead')
            found['overhead'] = bookkeeping(f'{nginx.plain}/big.bin', disk, options.rounds)
        with open(big, 'rb') as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapped, memoryview(mapped) as data:
            os.sched_setaffinity(0, cores)
            if 'kill' in wanted:
                say('kill -9')
                found['kill'] = Killed(data, 100e6, disk).measure(min(options.rounds, 3))
            if 'reset' in wanted:
                say('reset')
                with data[: 16 * _MIB] as piece:
                    found['reset'] = Reset(bytes(piece), memory).measure(options.rounds)
    return found


def main():
    parser = argparse.ArgumentParser(prog='npm run bench:runtime --', description=__doc__)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--size', type=int, default=1024, metavar='MIB')
    parser.add_argument('--quick', action='store_true', help='two rounds of 256 MiB: a look, not a measurement')
    parser.add_argument('--only', action='append', choices=report.PARTS, metavar='PART', help=', '.join(report.PARTS))
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.size = 2, 256
    if options.rounds < 1 or options.size < 64:
        parser.error('at least one round, and at least 64 MiB')
    began = time.monotonic()

    def say(text):
        print(f'[{time.monotonic() - began:4.0f} s] {text}', file=sys.stderr, flush=True)

    description = machine.describe(os.path.join(ROOT, '.cache'))
    try:
        found = run(options, say)
    except Died as died:
        return f'bench:runtime: {died}'
    print(report.text(description, found, options.size, options.rounds))
    return 0


if __name__ == '__main__':
    sys.exit(main())
