"""One download from its address to the verified file: where it goes, what is there, fetch, verify, publish."""

import os
import random
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from .address import name_from
from .aria2 import LEAVE_SECONDS, left_behind, remove_map
from .engine import Order, Stopped
from .engines import choose
from .errors import Failure
from .limiter import Limiter
from .program import Unfit
from .resolve import resolve
from .part import Part, unfinished
from .resource import judge
from .retry import Backoff
from .secret import from_colab
from .source import Source
from .transfer import Transfer
from .verify import Digest, expected_digest, matches


@dataclass
class Job:
    """What to download. `output` is absolute; one that ends in '/' is a folder. `digests` maps algorithm to hex."""

    id: str
    url: str
    output: str
    digests: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    engine: str = 'auto'
    connections: int | None = None
    tries: int | None = None
    quiet: float = 15.0


def download(job, watch, limiter=None, secret=from_colab):
    """Runs a job to its end, telling `watch`; returns None, or the Failure that ended it ('paused' if it was paused)."""
    try:
        verified = _Download(job, watch, limiter or Limiter(), secret).run()
    except Stopped:
        watch.enter('paused')
        return Failure('paused', 'Paused; what has come is kept')
    except Failure as failure:
        watch.enter('failed', failure)
        return failure
    watch.enter('completed', verified=verified)
    return None


class _Download:
    def __init__(self, job, watch, limiter, secret):
        self.job, self.watch, self.limiter = job, watch, limiter
        self.resolved = resolve(job.url, job.headers, secret)
        self.engine, self.watch.notice = choose(job.engine, self.resolved.address)

    def run(self):
        self.watch.enter('starting')
        target = self._target()
        self.watch.path = target
        part = self._open(target)
        self.watch.part = part
        remove_map(target)
        try:
            found = part.restore(self._stop_if_asked)
            self.watch.kept = part.durable
            if not found and matches(target, self.job.digests):
                part.adopt(os.path.getsize(target))
                self.watch.kept = part.durable
                return expected_digest(self.job.digests, {})[0]
            return self._fill(part)
        finally:
            part.close()
            self.watch.part = None

    def _open(self, target):
        until = time.monotonic() + LEAVE_SECONDS
        while True:
            try:
                return Part(target, self.resolved.key)
            except Failure as failure:
                # An aria2c that a killed run left behind needs a moment to notice.
                if failure.code != 'already-running' or not left_behind(target) or time.monotonic() > until:
                    raise
            self.watch.wait(0.2)

    def _target(self):
        output = self.job.output
        if not (output.endswith('/') or os.path.isdir(output)):
            return output
        return os.path.join(output, unfinished(output, self.resolved.key) or self._name())

    def _name(self):
        """The name that the server gives the file; one byte is asked for to learn it."""
        source = Source(self.resolved.address, self.resolved.headers, self.job.quiet, self.engine.connect)
        backoff = Backoff(self.job.tries, random.random)
        while True:
            self.watch.asking()
            try:
                head, _, connection, address = source.open((0, 1), None, None, lambda _: None)
                connection.close()
                if head.status != 416:  # an empty file has no first byte
                    judge(head, (0, 1), None, (address.path,))
                return name_from(head.get('content-disposition'), address)
            except Failure as failure:
                delay = backoff.delay(failure, time.monotonic())
                if delay is None:
                    raise
                self.watch.trouble(failure)
                self.watch.wait(delay)

    def _fill(self, part):
        verdict = self._fetch_and_check(part)
        if verdict and (part.claimed or self.watch.kept or not self.job.digests):
            # What was there before was wrong, or a byte broke on the way. Once more, from the start.
            part.forget()
            self.watch.restarted()
            verdict = self._fetch_and_check(part)
        if verdict:
            part.discard()
            raise verdict
        self._date(part)
        self.watch.aside = part.publish()
        expected = expected_digest(self.job.digests, part.resource.digests)
        return expected[0] if expected else 'size' if part.resource.counted else 'none'

    def _fetch_and_check(self, part):
        digest = Digest(part, self.job.digests)
        whole = False
        part.keep()
        try:
            try:
                self._fetch(part)
            except Unfit as reason:
                self.engine, self.watch.notice = Transfer, f'{reason.message}; so our own engine fetches it'
                self._fetch(part)
            self.watch.enter('verifying')
            verdict = digest.verdict(self._stop_if_asked)
            whole = True
            return verdict
        finally:
            digest.stop()
            part.stop_keeping(flush=not whole)  # a whole part is published, or goes

    def _stop_if_asked(self):
        if self.watch.stop.is_set():
            raise Stopped

    def _fetch(self, part):
        job, resolved = self.job, self.resolved
        self.watch.engine = self.engine.name
        self.engine(
            Order(
                address=resolved.address,
                headers=resolved.headers,
                part=part,
                watch=self.watch,
                limiter=self.limiter,
                connections=job.connections,
                tries=job.tries,
                quiet=job.quiet,
                digests=job.digests,
            )
        ).run()

    def _date(self, part):
        """Gives the file the server's date, as a later look at it may compare the two."""
        try:
            when = parsedate_to_datetime(part.resource.modified).timestamp()
            os.utime(part.path, (when, when))
        except (TypeError, ValueError, OverflowError, OSError):
            pass
