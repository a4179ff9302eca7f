"""What the outside learns of one download: records, bounded in number, whose offset never goes back."""

import threading
import time

from .engines.engine import Stopped
from .redact import redact

_INTERVAL = 0.26  # at most about four records a second
_SILENCE = 3.0
_WINDOW = 5.0


class Rate:
    """Bytes a second over the last few seconds. `clock` gives monotonic seconds."""

    def __init__(self, clock):
        self._clock = clock
        self._marks = [(clock(), 0)]
        self.total = 0

    def add(self, count):
        self.total += count

    def value(self):
        now = self._clock()
        self._marks.append((now, self.total))
        while len(self._marks) > 2 and self._marks[1][0] < now - _WINDOW:
            self._marks.pop(0)
        since, before = self._marks[0]
        return (self.total - before) / (now - since) if now > since else 0.0


def blank(job, boot):
    """The record of a job that nothing is known of yet."""
    return {
        'job': job,
        'seq': 0,
        'state': 'queued',
        'offset': 0,
        'size': None,
        'rate': 0,
        'eta': None,
        'engine': None,
        'attempt': 0,
        'error': None,
        'notice': None,
        'boot': boot,
        'path': None,
        'etag': None,
        'modified': None,
        'verified': None,
        'kept': None,
        'copy': None,
        'restarted': False,
        'aside': None,
    }


class Watch:
    """Follows one download and calls `emit(record)`; `stop` is an Event that pauses it, `last` the record to go on from."""

    def __init__(self, job, emit, stop, boot, last=None):
        self.stop = stop
        self.part = None
        self.path = None
        self.engine = None
        self.notice = None  # what the user should know beside the state, such as why another engine is at work
        self.attempt = 0
        self.kept = None  # durable bytes that this run found on the disk
        self.whole = False  # whether the bytes are all there, so that what goes on now is work on the file
        self.aside = None  # where an earlier file of the same name went
        self._emit = emit
        self._last = last or blank(job, boot)
        self._rate = Rate(time.monotonic)
        self._lock = threading.Lock()
        self._state = 'queued'
        self._error = None
        self._restarted = False
        self._verified = None
        self._copy = None
        self._offset = 0
        self._resource = None
        self._told_at = 0.0
        self._told_state = None
        self._moved_at = time.monotonic()

    # Called by the engine, from any thread.

    def asking(self):
        self.attempt += 1
        self._moved_at = max(self._moved_at, time.monotonic() - _SILENCE / 2)

    def moved(self, count):
        with self._lock:
            self._rate.add(count)
        self._moved_at = time.monotonic()
        self._error = None

    def trouble(self, failure):
        self._error = failure

    def well(self):
        self._error = None

    def restarted(self):
        self._restarted = True
        self.kept = self._offset = 0
        self._resource = None
        self._last = {**self._last, 'offset': 0, 'size': None, 'etag': None, 'modified': None}

    # Called by the thread that runs the download.

    def copying(self, to, offset):
        """`offset` bytes of the whole file are copied to `to` so far."""
        self._copy = {'to': to, 'offset': offset}

    def tick(self):
        """Tells how it stands if it is time to. Raises Stopped when the download is to be paused."""
        if self.stop.is_set():
            raise Stopped
        quiet = time.monotonic() - self._moved_at > _SILENCE
        started = self.part is not None and self.part.resource is not None
        if self.whole:
            self._state = 'stalled' if self._error else 'verifying'
        else:
            self._state = 'stalled' if self._error or quiet else 'running' if started else 'starting'
        if self._state != self._told_state or time.monotonic() - self._told_at >= _INTERVAL * 2:
            if time.monotonic() - self._told_at >= _INTERVAL:
                self.tell()

    def wait(self, seconds):
        """Lets time pass, ticking. Raises Stopped."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.tick()
            self.stop.wait(min(0.1, left))

    def enter(self, state, error=None, verified=None):
        """Goes into a state and says so at once."""
        self._state, self._error, self._verified = state, error, verified
        self.tell()

    def tell(self):
        self._told_at, self._told_state = time.monotonic(), self._state
        if self.part and self.part.resource:
            self._resource = self.part.resource
            self._offset = max(self._offset, self.part.durable)
        resource = self._resource
        size = resource.size if resource else None
        if self._state == 'completed':
            self._offset = size
        with self._lock:
            rate = self._rate.value() if self._state == 'running' else 0.0
        tag = resource.etags[0] if resource and resource.etags else None
        record = {
            'seq': self._last['seq'] + 1,
            'state': self._state,
            'rate': round(rate),
            'eta': round((size - self._offset) / rate, 1) if rate and size is not None else None,
            'engine': self.engine,
            'attempt': self.attempt,
            'error': self._error.record() if self._error else None,
            'notice': self.notice,
            'path': self.path,
            'verified': self._verified,
            'kept': self.kept,
            'copy': None if self._state == 'completed' else self._copy,
            'restarted': self._restarted,
            'aside': self.aside,
        }
        if resource:
            record.update(offset=self._offset, size=size, etag=tag and redact(tag), modified=resource.modified)
        self._last = {**self._last, **record}
        self._emit(self._last)

    def follow(self, record):
        """Takes over what another watch, of one file of this download, tells; `record` may leave fields out."""
        for name in ('engine', 'notice', 'attempt', 'kept', 'path', 'aside'):
            setattr(self, name, record.get(name, getattr(self, name)))
        same = {name: self._last[name] for name in ('job', 'boot')}
        self._last = {**self._last, **record, **same, 'seq': self._last['seq'] + 1}
        self._emit(self._last)
