"""The worker: runs a job list in a process of its own, one per state folder, and tells how it stands in a status file.

It re-reads its list and its control file whenever they change, so that downloads are added, removed, paused and resumed
without touching the others.
"""

import hashlib
import json
import os
import signal
import sys
import threading
import time

from .download import Job, download
from .errors import CODES, Failure
from .files import Lock
from .limiter import Limiter
from .progress import Watch, blank
from .resource import STRENGTH
from .secret import from_colab

LIVE = ('queued', 'starting', 'running', 'stalled', 'verifying')
_TICK = 0.25
_STATUS_SECONDS = 0.5
_PULSE_SECONDS = 2.0
_PAUSED_SECONDS = 600.0


def check_list(data):
    """The job list in `data`, checked as a whole. Raises Failure('bad-job-list')."""
    if not isinstance(data, dict) or data.get('v') != 1 or not isinstance(data.get('jobs'), list):
        raise Failure('bad-job-list', 'The job list is not valid: it must be {"v": 1, "jobs": [...]}')
    seen = set()
    for job in data['jobs']:
        if not isinstance(job, dict) or not all(isinstance(job.get(key), str) for key in ('id', 'url', 'output')):
            raise Failure('bad-job-list', 'Each job needs the texts "id", "url" and "output"')
        if job['id'] in seen or not 0 < len(job['id']) <= 64:
            raise Failure('bad-job-list', 'The "id" of each job must be its own, with 1 to 64 characters')
        if not isinstance(job.get('headers') or {}, dict) or not all(isinstance(job.get(name) or '', str) for name in STRENGTH):
            raise Failure('bad-job-list', f'The "headers" or a checksum of job {job["id"]} are not valid')
        seen.add(job['id'])
    return data


class _Slot:
    """One job of the list: what is wanted of it, and where it stands."""

    def __init__(self, spec, record):
        self.spec = spec
        self.record = record
        self.wanted = True
        self.thread = None
        self.stop = threading.Event()
        self.failure = None

    @property
    def running(self):
        return self.thread is not None and self.thread.is_alive()

    def set(self, state):
        self.record = {**self.record, 'state': state, 'seq': self.record['seq'] + 1, 'rate': 0, 'eta': None, 'error': None}
        self.failure = None


class Worker:
    """Works through the job list of `state`. `tell(status)` is called with each status that is written."""

    def __init__(self, state, tell):
        self.state = state
        self.boot = state.boot()
        self._tell = tell
        self._limiter = Limiter()
        self._slots = {}
        self._old = {}
        self._stamps = {}
        self._run = None
        self._concurrency = 3
        self._paused = False
        self._ending = False
        self._secrets = {}
        self._news = threading.Event()
        self._written_at = 0.0
        self._status_key = None

    def end(self, *_):
        """Pauses everything and ends the process; the next worker resumes. A signal handler."""
        self._ending = True

    def work(self):
        """Returns the exit status when there is nothing left to do."""
        old = self.state.read(self.state.status)
        if isinstance(old, dict) and old.get('boot') == self.boot:
            self._old = {record['job']: record for record in old['gone'] + old['jobs']}
        idle_since = None
        while True:
            self._read_changes()
            self._steer()
            self._write_status()
            if not any(slot.running for slot in self._slots.values()):
                waiting = any(slot.record['state'] in LIVE for slot in self._slots.values())
                held = any(slot.record['state'] == 'paused' for slot in self._slots.values())
                idle_since = idle_since or time.monotonic()
                if self._ending or not (waiting or held) or time.monotonic() - idle_since > _PAUSED_SECONDS and not waiting:
                    self._write_status(ended=True)
                    return self._exit_status()
            else:
                idle_since = None
            self._news.wait(_TICK)
            self._news.clear()

    def _exit_status(self):
        return max((_exit_of(slot.record) for slot in self._slots.values()), default=0)

    def _read_changes(self):
        if self._changed(self.state.secrets):
            found = self.state.read(self.state.secrets)
            self._secrets = found if isinstance(found, dict) else {}
        if self._changed(self.state.control):
            found = self.state.read(self.state.control)
            self._paused = isinstance(found, dict) and found.get('paused') is True
        if self._changed(self.state.jobs):
            try:
                self._take_list(check_list(self.state.read(self.state.jobs)))
            except Failure as failure:
                print(failure.message, file=sys.stderr, flush=True)

    def _changed(self, path):
        try:
            found = os.stat(path)
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        except OSError:
            stamp = None
        changed = stamp != self._stamps.get(path)
        self._stamps[path] = stamp
        return changed

    def _take_list(self, data):
        concurrency = data.get('concurrency')
        self._concurrency = concurrency if isinstance(concurrency, int) and concurrency > 0 else 3
        speed = data.get('speedLimit')
        self._limiter.rate = speed if isinstance(speed, (int, float)) and speed > 0 else None
        again = data.get('run') != self._run
        self._run = data.get('run')
        wanted = {job['id']: job for job in data['jobs']}
        slots = {}
        for name, spec in wanted.items():
            slot = self._slots.pop(name, None)
            if slot and _task(slot.spec) != _task(spec):
                slot.stop.set()
                if slot.thread:
                    slot.thread.join()
                self._old[name] = slot.record
                slot = None
            slot = slot or _Slot(spec, self._first_record(name, spec))
            slot.spec, slot.wanted = spec, True
            if again and slot.record['state'] == 'failed':
                slot.set('queued')
            slots[name] = slot
        for name, slot in self._slots.items():
            slot.wanted = False
            slots[name] = slot
        self._slots = slots

    def _first_record(self, name, spec):
        fresh = {**blank(name, self.boot), 'task': _task(spec)}
        old = self._old.get(name)
        if old is None:
            return fresh
        seq = old['seq'] + 1
        done = old['state'] == 'completed'
        if old.get('task') != fresh['task'] or done and not os.path.exists(old['path']):
            return {**fresh, 'seq': seq}
        return {**old, 'seq': seq, 'rate': 0, 'eta': None, **({} if done else {'state': 'queued', 'error': None})}

    def _steer(self):
        """Starts, pauses and drops jobs until what runs is what is wanted."""
        for name, slot in list(self._slots.items()):
            if not slot.wanted and not slot.running:
                self._old[name] = self._slots.pop(name).record
        free = self._concurrency
        for slot in self._slots.values():
            held = self._paused or self._ending or not slot.wanted or slot.spec.get('paused') is True
            if slot.running:
                free -= 1
                if held:
                    slot.stop.set()
            elif held and slot.record['state'] in LIVE:
                slot.set('paused')
            elif not held and slot.record['state'] == 'paused':
                slot.set('queued')
        waiting = [slot for slot in self._slots.values() if slot.record['state'] == 'queued' and not slot.running]
        waiting.sort(key=lambda slot: -_number(slot.spec.get('priority'), 0))
        for slot in waiting[: max(0, free)]:
            slot.stop.clear()
            slot.thread = threading.Thread(target=self._do, args=(slot,), name='lifeline-job', daemon=True)
            slot.thread.start()

    def _do(self, slot):
        spec = slot.spec
        output = os.path.join(self.state.content, spec['output'])
        job = Job(
            id=spec['id'],
            url=spec['url'],
            output=os.path.normpath(output) + ('/' if output.endswith('/') else ''),
            digests={name: spec[name].lower() for name in STRENGTH if spec.get(name)},
            headers=spec.get('headers') or {},
            engine=spec.get('engine') or 'auto',
            connections=spec.get('connections'),
        )
        task = _task(spec)

        def emit(record):
            news = record['state'] != slot.record['state']
            slot.record = {**record, 'task': task}
            if news:
                self._news.set()

        watch = Watch(job.id, emit, slot.stop, self.boot, slot.record)
        slot.failure = download(job, watch, self._limiter, self._secret)

    def _secret(self, name):
        found = self._secrets.get(name)
        return found if isinstance(found, str) else from_colab(name)

    def _write_status(self, ended=False):
        now = time.monotonic()
        jobs = [slot.record for slot in self._slots.values() if slot.wanted]
        key = [(record['job'], record['seq']) for record in jobs], self._paused, self._run
        if not ended:
            if now - self._written_at < (_STATUS_SECONDS if key != self._status_key else _PULSE_SECONDS):
                return
        self._written_at, self._status_key = now, key
        status = {
            'v': 1,
            'boot': self.boot,
            'pid': os.getpid(),
            'run': self._run,
            'paused': self._paused,
            'ended': ended,
            'jobs': jobs,
        }
        # What was said once must not be unsaid by a job that left the list and came back.
        kept = [record for name, record in self._old.items() if name not in self._slots]
        self.state.write(self.state.status, {**status, 'gone': kept})
        self._tell(status)


def _task(spec):
    """Names what a job downloads, without showing it: a job with another task is another download."""
    parts = [spec.get(key) for key in ('url', 'output', *STRENGTH, 'headers')]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _number(value, otherwise):
    return value if isinstance(value, (int, float)) else otherwise


def run(state, tell):
    """Works through the state folder's job list, if no other process does; returns the exit status, None if one does."""
    lock = Lock(state.lock)
    if not lock.take():
        return None
    try:
        worker = Worker(state, tell)
        signal.signal(signal.SIGINT, worker.end)
        signal.signal(signal.SIGTERM, worker.end)
        signal.signal(signal.SIGUSR1, lambda *_: state.write(state.control, {'paused': True}))
        signal.signal(signal.SIGUSR2, lambda *_: state.write(state.control, {'paused': False}))
        return worker.work()
    finally:
        lock.release(remove=False)


def attach(state, run_id, tell):
    """Follows the worker that another process runs until it ended or has done the list `run_id`; returns the exit status."""
    status = None
    while True:
        lock = Lock(state.lock)
        ended = lock.take()
        if ended:
            lock.release(remove=False)
        status = state.read(state.status)
        if status and status['run'] == run_id:
            tell(status)
            if ended or not any(record['state'] in LIVE for record in status['jobs']):
                return max((_exit_of(record) for record in status['jobs']), default=0)
        if ended:
            return CODES['paused'][0]
        time.sleep(_STATUS_SECONDS)


def _exit_of(record):
    if record['error']:
        return CODES[record['error']['code']][0]
    return 0 if record['state'] == 'completed' else CODES['paused'][0]
