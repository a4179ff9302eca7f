"""Runs a program and measures what it took."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass


class Died(Exception):
    """A program that should have worked did not; the text says what it printed."""


@dataclass
class Usage:
    """`seconds` from the start until the result was durable, `cpu` seconds of user and system time of the whole tree of
    processes, `peak` bytes of resident memory."""

    seconds: float
    cpu: float
    peak: int


def measure(command, result, environment=None):
    """Runs `command` until its file `result` is durable: until it has ended and an fsync of file and folder has returned.

    Whoever syncs by himself has nothing left to sync then; whoever does not is charged for it. Raises Died.
    """
    with tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=complaints, env=environment, cwd=os.path.dirname(result))
        peak = _Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == 0:
            _sync(result)
            _sync(os.path.dirname(result))
        seconds = time.perf_counter() - began
        if process.returncode != 0:
            complaints.seek(0)
            raise Died(f'{command[0]} ended with {process.returncode}: {complaints.read()[-500:].decode(errors="replace").strip()}')
    return Usage(seconds, usage.ru_utime + usage.ru_stime, peak.end())


def kill(process):
    """Ends a process that leads a session, and all of its children, at once (kill -9)."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _sync(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Peak(threading.Thread):
    """Reads the high-water mark of the resident memory of a process and its children while they live.

    Not wait4's ru_maxrss: Linux lets that begin with the size of whoever started the program (exec's old memory), so that
    no program could be smaller than this one.
    """

    def __init__(self, pid):
        super().__init__(daemon=True)
        self._pid, self._peaks, self._over = pid, {}, threading.Event()
        self.start()

    def run(self):
        while not self._over.wait(0.05):
            for pid in family(self._pid):
                found = _field(pid, 'VmHWM:')
                if found:
                    self._peaks[pid] = found

    def end(self):
        self._over.set()
        self.join()
        return sum(self._peaks.values()) << 10


def family(pid):
    """The process and its children, theirs, and so on."""
    found = [pid]
    for one in found:
        try:
            with open(f'/proc/{one}/task/{one}/children', encoding='ascii') as file:
                found += map(int, file.read().split())
        except OSError:
            pass
    return found


def _field(pid, name):
    try:
        with open(f'/proc/{pid}/status', encoding='ascii', errors='replace') as file:
            return next((int(line.split()[1]) for line in file if line.startswith(name)), None)
    except OSError:
        return None
