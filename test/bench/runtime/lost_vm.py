"""A machine that is lost in the middle of a download: what is on its disk at that moment, and what a tool makes of it."""

import os
import random
import signal
import sys

from arithmetic import table
from disk import LosableDisk, Unavailable
from origin import Origin
from outcome import OK, classify, shown
from paced import Pace, paced
from process import kill
from recovery import finish, start, wait_until
from tools import RESUMING, Tool, aria2, lifeline

_SIZE = 384 << 20
_RATE = 48e6
_HERE = os.path.dirname(os.path.abspath(__file__))
_CONTROL = Tool(
    'journal before data, on purpose',
    sys.executable,
    lambda url, file, trust: [sys.executable, os.path.join(_HERE, 'journal_first.py'), url, file],
)
_LYING = Tool(
    'lifeline x1, disk lies about syncs',
    sys.executable,
    lambda url, file, trust: [sys.executable, os.path.join(_HERE, 'lying_disk.py'), *lifeline(url, file, '--connections', '1')[3:]],
)
_OFTEN = Tool('aria2c -x8, saving every second', 'aria2c', lambda url, file, trust: aria2(8, url, file, trust, '-c', '--auto-save-interval=1'))
_KNOWN = ('wget -c', 'curl -C - loop', 'aria2c -x8', 'requests loop', 'lifeline x1', 'lifeline x8')


def run(folder, rounds, say):
    """Returns (Markdown, what was not as it must be)."""
    tools = [tool for tool in RESUMING if tool.name in _KNOWN]
    tools = [tool for tool in (_CONTROL, *tools[:-2], _OFTEN, *tools[-2:], _LYING) if tool.present]
    dice, data = random.Random(3), memoryview(os.urandom(_SIZE))
    moments = [round(_RATE * dice.uniform(2, 5)) for _ in range(rounds)]
    rows, bad = [], []
    try:
        for tool in tools:
            found = [lose(tool, data, at, folder) for at in moments]
            say(f'lost VM: {tool.name}: {found}')
            outcomes = sorted({outcome for _, outcome in found})
            again = sorted(share for share, _ in found)
            rows.append([tool.name, f'{again[0]:.0f} to {again[-1]:.0f} %', ', '.join(map(shown, outcomes))])
            if tool is _CONTROL and 'BAD!' not in outcomes:
                bad.append('the measurement did not see the fault of a journal that is written before the data')
            if tool.ours and outcomes != [OK]:
                bad.append(f'{tool.name} after a lost VM: {", ".join(outcomes)}')
    except Unavailable as missing:
        return f'A lost VM was not measured: {missing}.', bad
    text = (
        f'A lost VM: {_SIZE >> 20} MiB at {_RATE / 1e6:.0f} MB/s onto ext4 (its defaults, on a loop device), which the kernel stops dead at '
        f'{", ".join(f"{at / _RATE:.1f}" for at in moments)} s (EXT4_IOC_SHUTDOWN without flushing its log); mounted again, and the '
        'tool run again:'
    )
    return text + '\n\n' + table(['', 'fetched again, of what had come', 'the file'], rows), bad


def lose(tool, data, at, folder):
    """Loses the machine when `at` bytes were sent; returns (percent of them fetched again, outcome of the second run)."""
    with Origin() as origin, LosableDisk(2 * len(data), folder) as disk:
        pace = Pace(_RATE)
        url = origin.add('/file.bin', paced(data, pace))
        first = start(tool, url, disk.path)
        wait_until(lambda: origin.sent >= at, first)
        os.killpg(first.pid, signal.SIGSTOP)  # the machine is gone before the program can see an error
        disk.lose_power()
        kill(first)
        came = origin.sent
        disk.come_back()
        pace.rate = None
        status = finish(tool, url, disk.path)
        try:
            with open(os.path.join(disk.path, 'file.bin'), 'rb') as file:
                left = file.read()
        except FileNotFoundError:
            left = None
        return max(0.0, 100 * (origin.sent - len(data)) / came), classify(status, left, bytes(data))
