"""The engine of our own: fetches what a part lacks, over one connection or as many as help."""

import random
import threading
import time

from ..errors import DISK, Failure
from ..net.retry import Backoff
from ..net.source import Source
from ..net.transport import Connection
from .fetcher import Fetcher
from .leases import SMALLEST, Leases
from .pace import Bearable, Pace

_MOST_ASKED = 32
_MOST_VERSIONS = 5
_LONGEST_QUIET = 60.0
_PROBE = 64 << 10
_FRUITFUL = 64 << 10  # a connection that broke after so many bytes was not turned away


class Transfer:
    """One run of our own engine (see engine.Engine) over a part."""

    name = 'python'
    connect = Connection  # what its connections are: a subclass may have a program make them

    @classmethod
    def installed(cls):
        """Whether what it needs is there."""
        return cls.connect.installed()

    def __init__(self, order):
        self.part = order.part
        self.watch = order.watch
        self.limiter = order.limiter
        self.digests = order.digests
        self.source = Source(order.address, order.headers, order.quiet, self.connect)
        self.leases = Leases(order.part)
        self.backoff = Backoff(order.tries, random.random)
        self.allowed = 1
        self.stopping = False
        self.wary = order.part.blocks.held > 0  # what is held is to be shown to be of the server's version
        self.whole_only = False  # ranges cannot be had
        self.doubtful = False  # only all bytes from the start can show whether the server has the same version
        self.last_end = None  # where a body ended whose end nothing marks
        self._asked_for = order.connections
        self._quiet = order.quiet
        self._changed = threading.Condition()
        self._fetchers = []
        self._bearable = Bearable(_MOST_ASKED)
        self._fatal = None
        self._found_changed = False
        self._done = False
        self._wake_at = 0.0
        self._refused_ranges = 0
        self._versions = 0
        if self.wary and order.part.resource.validator is None:
            self.leases.probe(_PROBE)

    # The thread that runs the engine.

    def run(self):
        if self._finished():
            return
        pace = Pace()
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
            self._stop()

    def _start_over(self):
        self._stop()
        self._versions += 1
        if self._versions > _MOST_VERSIONS:
            raise Failure('keeps-changing', 'The file on the server changes faster than it can be downloaded')
        self.part.forget()
        self.watch.restarted()
        self.leases = Leases(self.part)
        self._found_changed = self.stopping = self.wary = self.doubtful = False
        self.last_end = None
        self._spawn()

    def _stop(self):
        with self._changed:
            self.stopping = True
            self._changed.notify_all()
            fetchers = list(self._fetchers)
        for fetcher in fetchers:
            fetcher.retired = True
            # One that is still connecting is not waited for: it ends as soon as it would ask for something.
            while fetcher.is_alive() and fetcher.interrupt():
                fetcher.join(0.05)
        self._fetchers.clear()

    def _spawn(self):
        fetcher = Fetcher(self)
        with self._changed:
            self._fetchers.append(fetcher)
        fetcher.start()

    def _grow(self, pace):
        """Adds connections where more were asked for, or where the last ones added made the whole faster."""
        with self._changed:
            self._fetchers = [fetcher for fetcher in self._fetchers if fetcher.is_alive()]
            idle = not self._fetchers and not (self._done or self._fatal or self._found_changed)
        if idle:
            self._spawn()
        resource = self.part.resource
        if resource is None or resource.size is None or self.whole_only or not resource.provable:
            return
        if not (resource.ranges if self._asked_for is None else resource.ranges is not False and self._asked_for > 1):
            return
        missing = resource.size - self.part.blocks.held
        now = time.monotonic()
        wanted = self._asked_for or pace.connections(self.part.blocks.held, missing, self.allowed, now)
        with self._changed:
            self.allowed = self._bearable.limit(wanted, now)
            lacking = min(self.allowed, missing // SMALLEST) - len(self._fetchers)
        for _ in range(lacking):
            self._spawn()

    @property
    def active(self):
        """How many fetchers there are."""
        return sum(fetcher.is_alive() and not fetcher.retired for fetcher in self._fetchers)

    @property
    def _elsewhere(self):
        return self.part.resource is not None and self.part.resource.elsewhere

    def _finished(self):
        resource = self.part.resource
        whole = resource is not None and resource.size is not None and self.part.blocks.complete
        return whole and not resource.elsewhere and not any(lease.unsure for lease in self.leases.held)

    # What the fetchers call, each from its own thread.

    def fail(self, failure):
        """Ends the run with this failure."""
        with self._changed:
            self._fatal = self._fatal or failure
            self._changed.notify_all()

    def changed(self):
        """The server has another version now: what is held of the old one goes."""
        with self._changed:
            self._found_changed = True
            self._changed.notify_all()

    def take(self, fetcher):
        """Gives the fetcher a lease, waiting for one if need be; False if there is nothing left for it to do."""
        with self._changed:
            while True:
                if self.stopping or self._found_changed or fetcher.retired:
                    return False
                if self._finished():
                    self._done = True
                    self._changed.notify_all()
                    return False
                if self.active > self.allowed:
                    fetcher.retired = True
                    return False
                now = time.monotonic()
                wait = self._wake_at - now
                if wait <= 0:
                    if self._elsewhere and self.leases.idle:
                        self.leases.probe(_PROBE)
                    fetcher.lease = self.leases.take(1 if self.whole_only or self.doubtful else self.active, now)
                    if fetcher.lease:
                        return True
                self._changed.wait(min(wait, 1.0) if wait > 0 else 0.2)

    def give_back(self, fetcher):
        with self._changed:
            self.leases.give_back(fetcher.lease, time.monotonic())
            fetcher.lease = None
            self._changed.notify_all()

    def extend(self, lease, at):
        """Lets a stream that is at the end of its lease go on where nobody else is at work."""
        with self._changed:
            return self.leases.extend(lease, at)

    def has_to_itself(self, lease):
        """Whether nobody else is at work; the lease is then on everything."""
        with self._changed:
            alone = self.leases.alone(lease)
            if alone:
                self.leases.covers_all(lease)
            return alone

    def came(self, count, sure):
        """`count` new bytes are in the part; `sure`: they count as progress already."""
        self.watch.moved(count)
        if sure:
            self.backoff.progress(count)

    def recover(self, fetcher, failure):
        """Decides after a failure whether this fetcher goes on; waits are kept in `_wake_at`, for all alike."""
        with self._changed:
            if self.stopping:
                return False
            now = time.monotonic()
            used = self.active
            self.wary = True  # who answers next may have another version, whatever it calls it
            if used > 1 and failure.code in ('connection-lost', 'stalled') and fetcher.brought >= _FRUITFUL:
                return True
            if used > 1 and failure.exit_status != DISK and failure.code != 'damaged':
                # The others work, so the server bears fewer connections than this: leave it to them for a while.
                fetcher.retired = True
                self.allowed = max(1, used - 1)
                self._bearable.turned_away(used, now, failure.retry_after)
                return False
            if failure.code == 'bad-range':
                self._refused_ranges += 1
                self.whole_only = self.whole_only or self._refused_ranges >= 2
            delay = None if failure.exit_status == DISK else self.backoff.delay(failure, now)
            if delay is None:
                self._fatal = self._fatal or failure
                self._changed.notify_all()
                return False
            # A server may be slow to begin: whoever waited in vain waits longer next time.
            self.source.quiet = max(self._quiet, min(_LONGEST_QUIET, self._quiet * 2**self.backoff.stalls))
            self._wake_at = now + delay
        self.watch.trouble(failure)
        return True
