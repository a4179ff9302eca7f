"""The worker: runs a job list in a process of its own, one per state folder, and tells how it stands in a status file.

It re-reads its list and its control file whenever they change, so that downloads are added, removed, paused and resumed
without touching the others. A list that is not valid is not taken up: the last good one stays.
"""

import os
import signal
import sys
import threading
import time

from ..disk.files import Lock
from ..download import Job, download
from ..errors import CODES, Failure
from ..net.limiter import Limiter
from ..place import place
from ..progress import Watch, blank
from ..secret import from_colab
from . import joblist
from .signals import on_stop

LIVE = ('queued', 'starting', 'running', 'stalled', 'verifying')
_TICK = 0.25
_STATUS_SECONDS = 0.5
_PULSE_SECONDS = 2.0
_PAUSED_SECONDS = 600.0
_MOST_GONE = 1000


class _Slot:
    """One job at work: its entry in the list, its record, and the thread that downloads it."""

    def __init__(self, entry, record):
        self.entry = entry
        self.record = record
        self.thread = None
        self.stop = threading.Event()

    @property
    def running(self):
        return self.thread is not None and self.thread.is_alive()

    def set(self, state):
        self.record = {**self.record, 'state': state, 'seq': self.record['seq'] + 1, 'rate': 0, 'eta': None, 'error': None}


class Worker:
    """Works through the job list of `state`. `tell(status)` is called with each status that is written."""

    def __init__(self, state, tell):
        self.state = state
        self.boot = state.boot()
        self._tell = tell
        self._limiter = Limiter()
        self._list = joblist.JobList([])
        self._slots = {}
        self._gone = {}  # last records of jobs that are not at work: what was said once must not be unsaid
        self._stamps = {}
        self._paused = False
        self._ending = False
        self._secrets = {}
        self._news = threading.Event()
        self._written_at = 0.0
        self._written = None

    def end(self):
        """Pauses everything and ends the work; the next worker resumes."""
        self._ending = True

    def work(self):
        """Returns the exit status when there is nothing left to do."""
        old = self.state.read_status()
        if old and old['boot'] == self.boot:
            self._gone = {record['job']: record for record in old['gone'] + old['jobs']}
        idle_since = None
        while True:
            self._read_changes()
            self._steer()
            self._write_status()
            if any(slot.running for slot in self._slots.values()):
                idle_since = None
            else:
                idle_since = idle_since or time.monotonic()
                if self._is_done(time.monotonic() - idle_since):
                    self._write_status(ended=True)
                    return exit_status(self._records())
            self._news.wait(_TICK)
            self._news.clear()

    def _is_done(self, idle):
        states = {record['state'] for record in self._records()}
        if self._ending or not states & {'paused', *LIVE}:
            return True
        return not states & set(LIVE) and idle > _PAUSED_SECONDS

    def _read_changes(self):
        listed = self._changed(self.state.jobs)
        if os.path.exists(self.state.secrets):  # they are put there before the list that needs them
            found = self.state.take(self.state.secrets)
            self._secrets.update(found if isinstance(found, dict) else {})
        if self._changed(self.state.control):
            self._paused = self.state.is_paused()
        if listed:
            try:
                self._take_list(joblist.check(self.state.read(self.state.jobs)))
            except Failure as failure:
                print(f'lifeline: {failure.message}; the list before it is kept', file=sys.stderr, flush=True)

    def _changed(self, path):
        try:
            found = os.stat(path)
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        except OSError:
            stamp = None
        changed = stamp != self._stamps.get(path)
        self._stamps[path] = stamp
        return changed

    def _take_list(self, jobs):
        again = jobs.run != self._list.run
        self._list = jobs
        self._limiter.rate = jobs.speed
        if again:
            for slot in self._slots.values():
                if slot.record['state'] == 'failed':
                    slot.set('queued')

    def _steer(self):
        """Starts, pauses and drops jobs until what runs is what is wanted."""
        wanted = {entry.id: entry for entry in self._list.entries}
        for name, slot in list(self._slots.items()):
            if name in wanted and wanted[name].task == slot.entry.task:
                slot.entry = wanted[name]
            elif slot.running:
                slot.stop.set()
            else:
                self._gone[name] = self._slots.pop(name).record
        for name, entry in wanted.items():
            if name not in self._slots:
                self._slots[name] = _Slot(entry, self._first_record(entry))
        waiting, busy = [], 0
        for slot in self._slots.values():
            held = self._paused or self._ending or slot.entry.paused
            if slot.running:
                busy += 1
                if held:
                    slot.stop.set()
            elif held and slot.record['state'] in LIVE:
                slot.set('paused')
            elif not held and slot.record['state'] in ('paused', *LIVE):
                if slot.record['state'] != 'queued':
                    slot.set('queued')
                waiting.append(slot)
        # The slots are in the order in which they came: a list may have been put in another one since.
        place = {name: number for number, name in enumerate(wanted)}
        waiting.sort(key=lambda slot: (-slot.entry.priority, place[slot.entry.id]))
        for slot in waiting[: max(0, self._list.concurrency - busy)]:
            slot.stop.clear()
            slot.thread = threading.Thread(target=self._do, args=(slot,), name='lifeline-job', daemon=True)
            slot.thread.start()

    def _first_record(self, entry):
        """Where a job that comes to work stands, by what was told of it before."""
        fresh = {**blank(entry.id, self.boot), 'task': entry.task}
        old = self._gone.pop(entry.id, None)
        if old is None:
            return fresh
        seq = old['seq'] + 1
        done = old['state'] == 'completed' and isinstance(old['path'], str) and os.path.exists(old['path'])
        if old.get('task') != entry.task or old['state'] == 'completed' and not done:
            return {**fresh, 'seq': seq}
        return {**old, 'seq': seq, 'rate': 0, 'eta': None, **({} if done else {'state': 'queued', 'error': None})}

    def _do(self, slot):
        entry = slot.entry
        output, naming = place(self.state.content, entry.output)
        job = Job(
            id=entry.id,
            url=entry.url,
            output=output,
            naming=naming,
            digests=entry.digests,
            headers=entry.headers,
            engine=entry.engine,
            connections=entry.connections,
            tries=entry.tries,
            unpack=entry.unpack,
            copy_to=entry.copy_to and os.path.join(self.state.content, entry.copy_to, ''),
        )

        def emit(record):
            news = record['state'] != slot.record['state']
            slot.record = {**record, 'task': entry.task}
            if news:
                self._news.set()

        download(job, Watch(job.id, emit, slot.stop, self.boot, slot.record), self._limiter, self._secret)

    def _secret(self, name):
        found = self._secrets.get(name)
        return found if isinstance(found, str) else from_colab(name)

    def _records(self):
        """The records of the listed jobs, in the list's order."""
        return [self._slots[entry.id].record for entry in self._list.entries if entry.id in self._slots]

    def _write_status(self, ended=False):
        now = time.monotonic()
        jobs = self._records()
        key = [(record['job'], record['seq']) for record in jobs], self._paused, self._list.run
        if not ended and now - self._written_at < (_STATUS_SECONDS if key != self._written else _PULSE_SECONDS):
            return
        self._written_at, self._written = now, key
        status = {
            'v': 1,
            'boot': self.boot,
            'pid': os.getpid(),
            'run': self._list.run,
            'paused': self._paused,
            'ended': ended,
            'jobs': jobs,
        }
        gone = list(self._gone.values())[-_MOST_GONE:]
        try:
            self.state.write(self.state.status, {**status, 'gone': gone})
        except OSError as error:  # a full disk ends no download that still goes on
            print(f'lifeline: the status cannot be written: {error.strerror}', file=sys.stderr, flush=True)
        self._tell(status)


def run(state, tell):
    """Works through the state folder's job list, if no other process does; returns the exit status, None if one does."""
    lock = Lock(state.lock)
    if not lock.take():
        return None
    try:
        worker = Worker(state, tell)
        on_stop(worker.end)
        signal.signal(signal.SIGUSR1, lambda *_: state.write(state.control, {'paused': True}))
        signal.signal(signal.SIGUSR2, lambda *_: state.write(state.control, {'paused': False}))
        return worker.work()
    finally:
        lock.release(remove=False)


def is_at_work(state):
    """Whether a process works in this state folder now."""
    lock = Lock(state.lock)
    free = lock.take()
    if free:
        lock.release(remove=False)
    return not free


def attach(state, tell):
    """Follows the worker that another process runs until the latest list is done; returns the exit status.

    None if that process was killed in the middle: whoever asks may take over.
    """
    while True:
        gone = not is_at_work(state)
        status = state.read_status()
        if status and status['run'] == state.list_run():
            tell(status)
            if status['ended'] or not any(record['state'] in LIVE for record in status['jobs']):
                return exit_status(status['jobs'])
        if gone:
            return None
        time.sleep(_STATUS_SECONDS)


def exit_status(records):
    """The exit status that a list ends with: that of its worst job."""
    return max(map(_exit_of, records), default=0)


def _exit_of(record):
    error = record['error']
    if isinstance(error, dict) and error.get('code') in CODES:
        return CODES[error['code']][0]
    return 0 if record['state'] == 'completed' else CODES['paused'][0]
