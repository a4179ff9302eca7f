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

from .errors import Failure
from .secret import from_colab, names_in
from .state import State
from .worker import LIVE, check_list

PREFIX = '@@lifeline '
_LINE_LIMIT = 60_000
_LOOK_SECONDS = 0.25
_SHORTEST, _USUAL, _LONG_RUN, _HEARTBEAT = 1.0, 2.5, 5.0, 10.0
_LONG_AFTER = 600.0
_PAUSE_WAIT = 10.0
_RESTARTS = 5
_PRIVATE = ('boot', 'task')  # fields of a record that are not for the outside, or stand above the jobs


def show(content, jobs):
    """Runs the cell: `jobs` is the job list as the cell carries it, `content` the folder that outputs are relative to."""
    try:
        state = State(content)
        _Viewer(state, jobs['token'], _hand_over(state, jobs)).run()
    except Failure as failure:
        print(f'Lifeline: {failure.message}')


def _hand_over(state, jobs):
    """Puts the list where the worker finds it and lets it run; returns the id of this run of the cell."""
    run = secrets.token_hex(4)
    check_list(jobs)
    found = {}
    for job in jobs['jobs']:
        for name in names_in(job['url'], job.get('headers') or {}):
            try:
                found[name] = from_colab(name)  # only the kernel can ask for them, not the worker
            except Failure:
                pass  # the job that needs it says so
    state.write(state.secrets, found)
    state.write(state.control, {'paused': False})
    state.write(state.jobs, {**jobs, 'run': run})
    return run


class _Viewer:
    def __init__(self, state, token, run):
        self.state, self.token, self.wanted = state, token, run
        self._process = None
        self._starts = 0
        self._seq = 0
        self._began = time.monotonic()
        self._shown_at = 0.0
        self._shown = None

    def run(self):
        try:
            end = self._follow()
        except KeyboardInterrupt:
            end = self._pause()
        self._print(self._status(), end)

    def _follow(self):
        self._start()
        while True:
            status = self._status()
            live = [job for job in status['jobs'] if job['state'] in LIVE]
            if status['run'] == self.wanted and not live and self._settled(status):
                return 'paused' if any(job['state'] == 'paused' for job in status['jobs']) else 'finished'
            if not self._alive(status) and not self._start():
                return 'error'
            self._maybe_print(status)
            time.sleep(_LOOK_SECONDS)

    def _settled(self, status):
        """Whether the worker has taken up the latest word; it may not have looked at the control file yet."""
        held = any(job['state'] == 'paused' for job in status['jobs'])
        control = self.state.read(self.state.control) or {}
        return not held or status['paused'] == (control.get('paused') is True)

    def _status(self):
        status = self.state.read(self.state.status)
        if not isinstance(status, dict) or status.get('boot') != self.state.boot():
            return {'pid': 0, 'run': None, 'paused': False, 'ended': True, 'jobs': []}
        return status

    def _alive(self, status):
        """Whether a worker is at work; one that we started may not have written anything yet."""
        if self._process is not None and self._process.poll() is None:
            return True
        if status['ended']:
            return False
        try:
            os.kill(status['pid'], 0)
        except OSError:
            return False
        return True

    def _start(self):
        """Starts a worker that outlives the kernel; it ends by itself if there is one already. False: too many times."""
        if self._alive(self._status()) and self._starts == 0:
            self._starts += 1
            return True
        self._starts += 1
        if self._starts > _RESTARTS:
            return False
        library = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
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

    def _pause(self):
        """Pauses the worker after an interrupt and waits, not for ever, until it says so."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.state.write(self.state.control, {'paused': True})
            until = time.monotonic() + _PAUSE_WAIT
            while time.monotonic() < until:
                status = self._status()
                live = any(job['state'] in LIVE for job in status['jobs'])
                if not self._alive(status) or (status['paused'] and not live):
                    break
                time.sleep(_LOOK_SECONDS)
            return 'paused'
        finally:
            signal.signal(signal.SIGINT, before)

    def _maybe_print(self, status):
        now = time.monotonic()
        passed = now - self._shown_at
        states = [(job['job'], job['state']) for job in status['jobs']]
        seqs = [job['seq'] for job in status['jobs']]
        usual = _USUAL if now - self._began < _LONG_AFTER else _LONG_RUN
        due = _SHORTEST if self._shown is None or states != self._shown[0] else usual
        if seqs == (self._shown or (None, None))[1]:
            due = _HEARTBEAT
        if passed >= due:
            self._shown = states, seqs
            self._shown_at = now
            self._print(status, None)

    def _print(self, status, end):
        # Grows over all runs of the cell on one VM, whatever happens to its clock.
        self._seq = max(self._seq + 1, int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1000))
        jobs = [{key: value for key, value in job.items() if key not in _PRIVATE} for job in status['jobs']]
        record = {
            'v': 1,
            'token': self.token,
            'boot': self.state.boot(),
            'seq': self._seq,
            'time': round(time.time(), 3),
            'jobs': jobs,
            'end': end,
        }
        line = json.dumps(record)
        while len(line) > _LINE_LIMIT:
            # Too many to tell of at once: those at work go first.
            jobs.sort(key=lambda job: job['state'] not in LIVE)
            del jobs[len(jobs) * 9 // 10 :]
            line = json.dumps(record)
        _clear_output()
        print('\n'.join([*(_human(job) for job in status['jobs'][:50]), _closing(status['jobs'], end), PREFIX + line]))


def _clear_output():
    try:
        from IPython.display import clear_output
    except ImportError:
        return
    clear_output(wait=True)


def _human(job):
    name = os.path.basename(job['path'] or '') or job['job']
    if job['state'] == 'failed':
        return f'{name}: failed. {job["error"]["message"]}'
    if job['state'] == 'completed':
        checked = {'size': 'size checked', 'none': 'not verified: the server told neither size nor digest'}
        proof = checked.get(job['verified'], f'{job["verified"]} verified')
        return f'{name}: done, {_bytes(job["size"])}, {proof}'
    line = f'{name}: {job["state"]}, {_bytes(job["offset"])}'
    if job['size']:
        line += f' of {_bytes(job["size"])} ({100 * job["offset"] // job["size"]} %)'
    if job['rate']:
        line += f', {_bytes(job["rate"])}/s'
    if job['eta'] is not None:
        minutes, seconds = divmod(int(job['eta']), 60)
        line += f', {minutes // 60}:{minutes % 60:02}:{seconds:02} left'
    return line + (f'. {job["error"]["message"]}' if job['error'] else '')


def _closing(jobs, end):
    if end == 'finished':
        failed = sum(job['state'] == 'failed' for job in jobs)
        return f'{failed} of {len(jobs)} failed; run this cell again to retry.' if failed else 'All downloads are done.'
    if end == 'paused':
        return 'Paused. Run this cell again to go on where it stopped.'
    if end == 'error':
        return 'The download process does not start; restart the runtime, then run this cell again.'
    return 'Stop this cell to pause; what has come is kept.'


def _bytes(count):
    for unit in ('B', 'kB', 'MB', 'GB'):
        if count < 1000:
            return f'{count:.0f} {unit}' if unit == 'B' else f'{count:.1f} {unit}'
        count /= 1000
    return f'{count:.2f} TB'
