"""The cell's foreground: starts or finds the worker, and shows how the downloads stand until they are done.

Runs in the kernel's main thread, since ipykernel files output that other threads print under whatever cell ran last.
Each print replaces the one before, so that the output stays small however long it takes.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time

from ..disk.room import Room
from ..errors import Failure, disk_failure
from ..secret import from_colab, names_in
from . import joblist
from .state import State
from .words import describe
from .worker import LIVE, is_at_work

PREFIX = '@@lifeline '
_LINE_LIMIT = 60_000
_SHOWN_JOBS = 50
_LOOK_SECONDS = 0.25
_SHORTEST, _USUAL, _LONG_RUN, _HEARTBEAT = 1.0, 2.5, 5.0, 10.0
_LONG_AFTER = 600.0
_APPENDED = 60.0  # where output cannot be replaced
_PAUSE_WAIT = 10.0
_END_WAIT, _END_LOOK = 1.0, 0.05
_RESTARTS = 5
_PRIVATE = ('boot', 'task')  # fields of a record that are not for the outside, or stand above the jobs


def show(content, jobs):
    """Runs the cell: `jobs` is the job list as the cell carries it, `content` the folder that outputs are relative to."""
    try:
        listed = joblist.check(jobs)
        state = State(content)
        viewer = Viewer(state, jobs['token'], _secrets_for(listed))
        viewer.hand_over(jobs)
        viewer.run()
    except Failure as failure:
        print(f'Lifeline: {failure.message}')
    except OSError as error:
        print(f'Lifeline: {disk_failure(error, os.path.join(content, ".lifeline")).message}')


def _secrets_for(jobs):
    """The secrets that the jobs refer to, as far as they are there: only the kernel can ask for them, not the worker."""
    found = {}
    for entry in jobs.entries:
        for name in names_in(entry.url, entry.headers):
            try:
                found[name] = from_colab(name)
            except Failure:
                pass  # the job that needs it says so
    return found


class Viewer:
    """Follows the worker of `state` and prints how it stands; `clock` is the module time, or what stands in for it."""

    def __init__(self, state, token, secrets, clock=time):
        self.state, self.token = state, token
        self._secrets = secrets
        self._clock = clock
        self._process = None
        self._starts = 0
        self._seq = 0
        self._room = Room(state.content)
        self._began = clock.monotonic()
        self._shown_at = 0.0
        self._shown = None
        self._replaces = False
        self._turn = 0  # whose turn it is to be told of, where there are too many for one line

    def hand_over(self, jobs):
        """Puts the list where the worker finds it and lets it run."""
        self._hand_over_secrets()
        self.state.write(self.state.control, {'paused': False})
        self.state.write(self.state.jobs, {**jobs, 'run': secrets.token_hex(4)})

    def _hand_over_secrets(self):
        """The worker removes the file as soon as it has read it."""
        if self._secrets:
            self.state.write(self.state.secrets, self._secrets)

    def run(self):
        try:
            end = self._follow()
        except KeyboardInterrupt:
            if self._kernel_ends():
                return  # nobody asked for a pause: the worker goes on without the kernel
            end = self._pause()
        self._print(self._status(), end)

    def _follow(self):
        self._start()
        while True:
            status = self._status()
            live = [job for job in status['jobs'] if job['state'] in LIVE]
            if status['run'] == self.state.list_run() and not live and self._settled(status):
                return 'paused' if any(job['state'] == 'paused' for job in status['jobs']) else 'finished'
            if not self._alive(status) and not self._start():
                return 'error'
            self._maybe_print(status)
            self._clock.sleep(_LOOK_SECONDS)

    def _settled(self, status):
        """Whether the worker has taken up the latest word; it may not have looked at the control file yet."""
        held = any(job['state'] == 'paused' for job in status['jobs'])
        return not held or status['paused'] == self.state.is_paused()

    def _status(self):
        status = self.state.read_status()
        if status is None or status['boot'] != self.state.boot():
            return {'pid': 0, 'run': None, 'paused': False, 'ended': True, 'jobs': []}
        return status

    def _alive(self, status):
        """Whether a worker is at work; one that we started may not have written anything yet."""
        if self._process is not None and self._process.poll() is None:
            return True
        return not status['ended'] and is_at_work(self.state)

    def _start(self):
        """Starts a worker that outlives the kernel; it ends by itself if there is one already. False: too many times."""
        if self._alive(self._status()) and self._starts == 0:
            self._starts += 1
            return True
        self._starts += 1
        if self._starts > _RESTARTS:
            return False
        self._hand_over_secrets()
        library = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
        with open(self.state.log, 'wb') as log:
            self._process = subprocess.Popen(
                [sys.executable, '-m', 'lifeline', 'run', self.state.jobs, '--no-attach'],
                cwd=self.state.content,
                env={**os.environ, 'PYTHONPATH': library},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        return True

    def _kernel_ends(self):
        """Whether the interrupt was the beginning of the kernel's end: a restart interrupts first (jupyter_client), then asks
        the kernel to go, which ipykernel notes on its control thread."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            until = self._clock.monotonic() + _END_WAIT
            while not (ends := _asked_to_go()) and self._clock.monotonic() < until:
                self._clock.sleep(_END_LOOK)
            return ends
        finally:
            signal.signal(signal.SIGINT, before)

    def _pause(self):
        """Pauses the worker after an interrupt and waits, not for ever, until it says so."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.state.write(self.state.control, {'paused': True})
            until = self._clock.monotonic() + _PAUSE_WAIT
            while self._clock.monotonic() < until:
                status = self._status()
                live = any(job['state'] in LIVE for job in status['jobs'])
                if not self._alive(status) or (status['paused'] and not live):
                    break
                self._clock.sleep(_LOOK_SECONDS)
            return 'paused'
        finally:
            signal.signal(signal.SIGINT, before)

    def _maybe_print(self, status):
        now = self._clock.monotonic()
        passed = now - self._shown_at
        states = [(job['job'], job['state']) for job in status['jobs']]
        seqs = [job['seq'] for job in status['jobs']]
        usual = _USUAL if now - self._began < _LONG_AFTER else _LONG_RUN
        due = _SHORTEST if self._shown is None or states != self._shown[0] else usual
        if seqs == (self._shown or (None, None))[1]:
            due = _HEARTBEAT
        if self._shown is not None and not self._replaces and states == self._shown[0]:
            due = _APPENDED
        if passed >= due:
            self._shown = states, seqs
            self._shown_at = now
            self._print(status, None)

    def _print(self, status, end):
        # Grows over all runs of the cell on one VM, whatever happens to its clock.
        self._seq = max(self._seq + 1, int(self._clock.clock_gettime(time.CLOCK_BOOTTIME) * 1000))
        jobs = [{key: value for key, value in job.items() if key not in _PRIVATE} for job in status['jobs']]
        record = {
            'v': 1,
            'token': self.token,
            'boot': self.state.boot(),
            'seq': self._seq,
            'time': round(self._clock.time(), 3),
            'room': self._room.look(),
            'jobs': jobs,
            'end': end,
        }
        line = json.dumps(record)
        if len(line) > _LINE_LIMIT:
            # Too many to tell of at once: those at work always, the others by turns.
            at_work = [job for job in jobs if job['state'] in LIVE and job['state'] != 'queued']
            others = [job for job in jobs if job not in at_work]
            turn = self._turn % max(1, len(others))
            jobs[:] = at_work + others[turn:] + others[:turn]
            while len(line) > _LINE_LIMIT:
                del jobs[len(jobs) * 9 // 10 :]
                line = json.dumps(record)
            self._turn = turn + max(1, len(jobs) - len(at_work))
        self._replaces = _clear_output()
        lines = [describe(job) for job in status['jobs'][:_SHOWN_JOBS]]
        print('\n'.join([*lines, _closing(status['jobs'], end), PREFIX + line]))
        try:
            self.state.write(self.state.progress, record)
        except OSError:
            pass  # a full disk: whoever looks there sees the last one that fitted


def _asked_to_go():
    shell = sys.modules['IPython'].get_ipython() if 'IPython' in sys.modules else None
    return bool(getattr(shell, 'exit_now', False))


def _clear_output():
    """Whether the next print replaces the ones before, which only a notebook can do."""
    try:
        from IPython.display import clear_output
    except ImportError:
        return False
    clear_output(wait=True)
    return True


def _closing(jobs, end):
    if end == 'finished':
        failed = sum(job['state'] == 'failed' for job in jobs)
        return f'{failed} of {len(jobs)} failed; run this cell again to retry.' if failed else 'All downloads are done.'
    if end == 'paused':
        return 'Paused. Run this cell again to go on where it stopped.'
    if end == 'error':
        return 'The download process does not start; restart the runtime, then run this cell again.'
    return 'Stop this cell to pause; what has come is kept.'
