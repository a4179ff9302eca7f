"""The engine of our own: fetches what a part lacks, over one connection or as many as help."""

import random
import threading
import time

from .errors import DISK, Failure
from .resource import Changed, judge
from .retry import Backoff
from .source import Source
from .transport import Connection

_BUFFER = 256 << 10
_OVERLAP = 64 << 10
_WIDE_OVERLAP = 1 << 20
_SEGMENT = 16 << 20
_SMALLEST_SPLIT = 1 << 20
_GROW_SECONDS = 3.0
_MOST_CONNECTIONS = 8
_MOST_ASKED = 32
_MOST_VERSIONS = 5
_WORTH_BYTES, _WORTH_SECONDS = 32 << 20, 10.0
_CROWDED_SECONDS = 10.0
# Failures that, beside connections that do work, mean that there are too many of them.
_CROWDED = {'server-busy', 'server-error', 'connection-refused', 'connect-timeout', 'tls-failed', 'forbidden', 'bad-range'}


class _Again(Exception):
    """The same bytes must be asked for in another way."""


def without(runs, taken):
    """What of the (start, end) `runs` is left when the `taken` ones are cut out."""
    for low, high in taken:
        runs = [
            piece
            for start, end in runs
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return runs


class _Lease:
    """The run of bytes that one worker is fetching; `end` may be lowered by a split, None: to the end, wherever it is."""

    def __init__(self, pos, end):
        self.pos, self.end = pos, end


class _Worker(threading.Thread):
    def __init__(self, transfer):
        super().__init__(name='lifeline-connection', daemon=True)
        self.transfer = transfer
        self.connection = None
        self.lease = None
        self.retired = False

    def run(self):
        try:
            self.transfer.work(self)
        except Exception as error:  # a bug must end the download with an error, not leave it hanging
            self.transfer.fail(Failure('engine-failed', f'Internal error: {type(error).__name__}: {error}'))
        finally:
            self.drop()

    def drop(self):
        if self.connection:
            self.connection.close()
            self.connection = None


class Transfer:
    """One run of our own engine (see engine.Engine) over a part."""

    name = 'python'
    connect = Connection  # what its connections are: a subclass may have a program make them

    @classmethod
    def installed(cls):
        """Whether what it needs is there."""
        return cls.connect.installed()

    def __init__(self, order):
        self.source = Source(order.address, order.headers, order.quiet, self.connect)
        self.part = order.part
        self.watch = order.watch
        self.limiter = order.limiter
        self.asked_for = order.connections
        self.allowed = 1
        self.backoff = Backoff(order.tries, random.random)
        self._changed = threading.Condition()
        self._workers = []
        self._fatal = None
        self._stopping = False
        self._found_changed = False
        self._done = False
        self._wake_at = 0.0
        self._bearable = _MOST_ASKED
        self._crowded_until = 0.0
        self._no_ranges = False
        self._refused_ranges = 0
        self._wary = order.part.blocks.held > 0
        self._last_end = None
        self._versions = 0

    # The main thread.

    def run(self):
        if self._finished():
            return
        pace = _Pace(time.monotonic)
        try:
            self._spawn()
            while True:
                with self._changed:
                    if not (self._done or self._fatal or self._found_changed):
                        self._changed.wait(0.1)
                    done, fatal, changed = self._done, self._fatal, self._found_changed
                if self.part.failure or fatal:
                    raise self.part.failure or fatal
                if done:
                    return
                self.watch.tick()
                if changed:
                    self._start_over()
                else:
                    self._grow(pace)
        finally:
            self._stop_workers()

    def _start_over(self):
        self._stop_workers()
        self._versions += 1
        if self._versions > _MOST_VERSIONS:
            raise Failure('keeps-changing', 'The file on the server changes faster than it can be downloaded')
        self.part.forget()
        self.watch.restarted()
        self._found_changed = self._stopping = self._wary = False
        self._last_end = None
        self._spawn()

    def _stop_workers(self):
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            workers = list(self._workers)
        for worker in workers:
            while worker.is_alive():
                connection = worker.connection
                if connection:
                    connection.shut()
                worker.join(0.05)
        self._workers.clear()

    def _spawn(self):
        worker = _Worker(self)
        with self._changed:
            self._workers.append(worker)
        worker.start()

    def _grow(self, pace):
        """Adds connections where more were asked for, or where the last ones added made the whole faster."""
        with self._changed:
            self._workers = [worker for worker in self._workers if worker.is_alive()]
            idle = not self._workers and not (self._done or self._fatal or self._found_changed)
        if idle:
            self._spawn()
        resource = self.part.resource
        if resource is None or resource.size is None or self.asked_for == 1 or self._no_ranges:
            return
        if not resource.provable or not resource.ranges:
            return
        missing = resource.size - self.part.blocks.held
        now = time.monotonic()
        target = self.asked_for or pace.connections(self.part.blocks.held, missing, self.allowed)
        if now < self._crowded_until:
            target = min(target, self._bearable)
        elif self._bearable < target:
            self._bearable += 1  # it was too many a while ago: find out gently whether it still is
            self._crowded_until = now + _CROWDED_SECONDS
            target = self._bearable
        with self._changed:
            self.allowed = max(1, min(target, missing // _SMALLEST_SPLIT))
            lacking = self.allowed - len(self._workers)
        for _ in range(lacking):
            self._spawn()

    # The workers.

    def fail(self, failure):
        with self._changed:
            self._fatal = self._fatal or failure
            self._changed.notify_all()

    def work(self, worker):
        buffer = memoryview(bytearray(_BUFFER))
        while self._take(worker):
            try:
                if self._fetch(worker, buffer):
                    self.backoff.progress()
                    self.watch.well()
            except _Again:
                worker.drop()
            except Changed:
                self._found_changed = True
                return
            except Failure as failure:
                worker.drop()
                if self._stopping or not self._recover(worker, failure):
                    return
            finally:
                with self._changed:
                    worker.lease = None
                    self._changed.notify_all()

    def _take(self, worker):
        """Gives the worker a lease, waiting for one if need be; False if there is nothing left for it to do."""
        with self._changed:
            while True:
                if self._stopping or self._found_changed or worker.retired:
                    return False
                if self._finished():
                    self._done = True
                    self._changed.notify_all()
                    return False
                wait = self._wake_at - time.monotonic()
                if wait <= 0:
                    worker.lease = self._next_lease(worker)
                    if worker.lease:
                        return True
                    if self._workers[0] is not worker:
                        return False
                self._changed.wait(min(wait, 1.0) if wait > 0 else 0.2)

    def _finished(self):
        resource = self.part.resource
        return resource is not None and resource.size is not None and self.part.blocks.complete

    def _next_lease(self, worker):
        part = self.part
        others = [other.lease for other in self._workers if other.lease and other is not worker]
        if part.resource is None or part.resource.size is None:
            return None if others else _Lease(part.blocks.front(), None)
        if self.allowed == 1 or self._no_ranges:
            return None if others else _Lease(*part.blocks.gaps()[0])
        for lease in others:
            if lease.end is None:  # it was taken before anyone knew the size
                lease.end = part.resource.size
        free = self._free(worker)
        if not free:
            # Everything is taken: the widest run gives up its second half.
            widest = max(others, key=lambda lease: lease.end - lease.pos, default=None)
            if widest is None:
                return None
            middle = -(-(widest.pos + widest.end) // 2 // part.blocks.block) * part.blocks.block
            if middle - widest.pos < _SMALLEST_SPLIT or middle >= widest.end:
                return None
            free = [(middle, widest.end)]
            widest.end = middle
        start, end = max(free, key=lambda run: run[1] - run[0])
        # From the far end, on a block's edge: the first connection streams towards it and need not be cut short.
        length = min(_SEGMENT, max(_SMALLEST_SPLIT, (end - start) // self.allowed))
        return _Lease(max(start, (end - length) // part.blocks.block * part.blocks.block), end)

    def _free(self, worker):
        leases = [other.lease for other in self._workers if other.lease and other is not worker]
        return without(self.part.blocks.gaps(), [(lease.pos, lease.end) for lease in leases])

    def _recover(self, worker, failure):
        """Decides after a failure whether this worker goes on; waits are kept in `_wake_at`, for all alike."""
        with self._changed:
            now = time.monotonic()
            alone = sum(other.is_alive() and not other.retired for other in self._workers) <= 1
            if not alone and failure.code in _CROWDED:
                # The server bears fewer connections than this: leave the rest to the others for a while.
                worker.retired = True
                self.allowed = max(1, self.allowed - 1)
                self._bearable = self.allowed
                self._crowded_until = now + _CROWDED_SECONDS
                return False
            if failure.code == 'bad-range':
                self._refused_ranges += 1
                self._no_ranges = self._no_ranges or self._refused_ranges >= 2
            delay = None if failure.exit_status == DISK else self.backoff.delay(failure, now)
            if delay is None:
                self._fatal = self._fatal or failure
                return False
            self._wake_at = now + delay
        self.watch.trouble(failure)
        return True

    def _fetch(self, worker, buffer):
        """One request and its body. Returns whether anything new came."""
        part, known, lease = self.part, self.part.resource, worker.lease
        span = self._span(lease, known)
        self.watch.asking()
        head, body, connection, address = self.source.open(
            span, known.validator if span else None, worker.connection, lambda one: self._register(worker, one)
        )
        worker.connection = connection
        answer = judge(head, span, known, address.path)
        if answer.fresh:
            self._take_whole(worker, answer)
        elif answer.compare and lease.pos == span[0] > 0:
            self._ask_for_proof(lease)
        if part.resource.size is None and answer.total is not None:
            if answer.total < part.blocks.held:
                raise Changed
            part.settle(answer.total)
            lease.end = answer.total
        came = self._receive(worker, answer, body, buffer)
        tag = answer.fresh.etags[0] if answer.fresh and answer.fresh.etags else answer.etag
        if answer.compare and tag and tag not in part.resource.etags:
            part.resource.etags.append(tag)  # proven to be another name for the same bytes
        if not answer.compare:
            self._wary = False
        if not body.ended or not body.keep_alive:
            worker.drop()
        return came

    def _span(self, lease, known):
        """The range to ask for, None for the whole. It reaches back over held bytes where these must prove the rest."""
        if known is None or self._no_ranges or (lease.pos == 0 and lease.end in (None, known.size)):
            return None
        overlap = 0
        if self._wary or known.validator is None:
            reach = _OVERLAP if known.validator else _WIDE_OVERLAP
            overlap = min(self.part.blocks.held_before(lease.pos), reach)
        open_ended = lease.end is None or (lease.end == known.size and self.allowed == 1)
        return lease.pos - overlap, None if open_ended else lease.end

    def _take_whole(self, worker, answer):
        """The server sent everything from the start: as the first answer, or instead of the part asked for."""
        part, lease = self.part, worker.lease
        with self._changed:
            alone = all(other.lease is None or other is worker for other in self._workers)
            if alone:
                lease.end = None if part.resource is None else part.resource.size
        if not alone:
            raise Failure('bad-range', 'The server stopped answering with parts')
        if part.resource is None or not part.blocks.held:
            fresh = answer.fresh
            for name, value in self.source.stated.items():
                fresh.digests.setdefault(name, value)
            part.begin(fresh)
            lease.pos, lease.end = 0, fresh.size
            answer.compare = False
        elif not answer.compare:
            raise Changed

    def _ask_for_proof(self, lease):
        if not self.part.blocks.held_before(lease.pos):
            raise Failure('bad-range', 'The server sent no proof that the file is the same')
        self._wary = True
        raise _Again

    def _register(self, worker, connection):
        worker.connection = connection
        if self._stopping:
            raise Failure('paused', 'Paused')

    def _receive(self, worker, answer, body, buffer):
        """Reads a body: compares what is held already, writes what is not. Returns whether anything new came."""
        part, lease = self.part, worker.lease
        at, came = answer.start, False
        while not body.ended:
            if self._stopping:
                raise Failure('paused', 'Paused')
            end = min((one for one in (lease.end, answer.end) if one is not None), default=None)
            if end is not None and at >= end and not self._extend(worker, at, answer):
                break
            ahead = part.blocks.ahead(at)
            room = ahead or _BUFFER - at % _BUFFER
            if lease.end is not None:
                room = min(room, lease.end - at)
            if answer.end is not None:
                room = min(room, answer.end - at)
            chunk = buffer[: body.readinto(buffer[:room])]
            if not chunk:
                break
            self.limiter.take(len(chunk))
            if ahead:
                if part.differs(at, chunk):
                    raise Changed
            else:
                part.write(at, chunk)
                came = True
                self.watch.moved(len(chunk))
            at += len(chunk)
            lease.pos = max(lease.pos, at)
        if part.resource.size is None:
            self._find_end(answer, body, at, came)
        return came

    def _extend(self, worker, at, answer):
        """Lets a stream that is at the end of its lease go on where nobody else is at work."""
        if answer.end is not None and at >= answer.end:
            return False
        with self._changed:
            for start, end in self._free(worker):
                if start == at:
                    worker.lease.end = min(end, at + _SEGMENT)
                    return True
        return False

    def _find_end(self, answer, body, at, came):
        whole_chunks = body.framing == 'chunked' and body.ended and answer.fresh
        if whole_chunks or self._last_end == at or (answer.end is not None and not came):
            self.part.resource.counted = bool(whole_chunks)
            self.part.settle(at)
        else:
            # Nothing marks the end of such a body: it is believed when a second answer ends at the same byte.
            self._last_end = at


class _Pace:
    """Finds out how many connections help: doubles them while that makes the whole faster by a seventh."""

    def __init__(self, clock):
        self._clock = clock
        self._since, self._held = clock(), None
        self._speed, self._settled = 0.0, False

    def connections(self, held, missing, now):
        """How many connections to use next, given the bytes held and missing and how many are used now."""
        if self._held is None:
            self._since, self._held = self._clock(), held
        passed = self._clock() - self._since
        if passed < _GROW_SECONDS or self._settled:
            return now
        speed = (held - self._held) / passed
        self._since, self._held = self._clock(), held
        if now > 1 and speed < self._speed * 1.15:
            self._settled = True
            return now if speed > self._speed * 1.05 else now // 2
        self._speed = speed
        if missing < _WORTH_BYTES or missing < speed * _WORTH_SECONDS or now >= _MOST_CONNECTIONS:
            return now
        return now * 2
