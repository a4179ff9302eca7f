"""One download from its address to the verified file: where it goes, what is there, fetch, verify, publish."""

import os
import random
import time
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from .address import name_from
from .collection import Collection
from .delivery import Delivery, check_space, destination
from .disk import receipt
from .disk.part import Part, unfinished
from .disk.room import nearest
from .disk.verify import Digest, expected_digest, matches
from .engines import choose
from .engines.aria2 import LEAVE_SECONDS, left_behind, remove_map
from .engines.engine import Order, Stopped
from .engines.program import Unfit
from .engines.transfer import Transfer
from .errors import Failure, disk_failure
from .net.limiter import Limiter
from .net.pages import explained
from .net.resource import judge
from .net.retry import Backoff
from .net.source import Source
from .pieces import Pieces
from .place import NAME, named
from .resolve import files_behind, resolve
from .secret import from_colab
from .unpack import folder_for, unpack


@dataclass
class Job:
    """What to download. `output` is absolute; one that ends in '/' is a folder, in which `naming` says what the file is called,
    with `{name}` for its own name. `digests` maps algorithm to hex.

    `copy_to` is a file or folder on a drive that is to hold a copy, None: there is none to be; `unpack` asks for the
    archive's content beside it.
    """

    id: str
    url: str
    output: str
    digests: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    engine: str = 'auto'
    connections: int | None = None
    tries: int | None = None
    quiet: float = 15.0
    copy_to: str | None = None
    unpack: bool = False
    naming: str = NAME


def download(job, watch, limiter=None, secret=from_colab):
    """Runs a job to its end, telling `watch`; returns None, or the Failure that ended it ('paused' if it was paused)."""
    try:
        verified = _run(job, watch, limiter or Limiter(), secret)
    except Stopped:
        watch.enter('paused')
        return Failure('paused', 'Paused; what has come is kept')
    except Failure as failure:
        watch.enter('failed', failure)
        return failure
    except Exception as error:  # a bug must end the download with an error, not the process that runs others, too
        failure = Failure('engine-failed', f'Internal error: {type(error).__name__}: {error}')
        watch.enter('failed', failure)
        return failure
    watch.enter('completed', verified=verified)
    return None


def _run(job, watch, limiter, secret):
    """Fetches the file, or the files, behind the job's link; returns what they were verified against."""
    watch.enter('starting')
    link = resolve(job.url, job.headers, secret)
    files = _patiently(watch, job.tries, lambda: files_behind(link, secret, job.quiet))
    if len(files) > 1:
        return Collection(job, files, watch, limiter, FileDownload).run()
    one = FileDownload(replace(job, digests=job.digests or files[0].digests), files[0], watch, limiter)
    try:
        return one.run()
    except Failure as failure:
        if failure.code != 'no-space' or not job.copy_to or watch.whole or watch.part.durable:
            raise
        return Pieces(one, FileDownload).run(failure)


def _patiently(watch, tries, attempt):
    """What `attempt()` returns, tried again as often as makes sense after a Failure."""
    backoff = Backoff(tries, random.random)
    while True:
        watch.asking()
        try:
            return attempt()
        except Failure as failure:
            delay = backoff.delay(failure, time.monotonic())
            if delay is None:
                raise
            watch.trouble(failure)
            watch.wait(delay)


class FileDownload:
    """One file of a job. `attest` keeps a receipt of it once it is whole, for a job that has more to do than this."""

    def __init__(self, job, resolved, watch, limiter, attest=False):
        self.job, self.resolved, self.watch, self.limiter = job, resolved, watch, limiter
        self.attest = attest or bool(job.copy_to)
        self.engine, self.watch.notice = choose(job.engine, resolved.address)

    def run(self):
        """Returns what the file was verified against. Raises Failure or Stopped."""
        target = self._target()
        self.watch.path = target
        part = self._open(target)
        self.watch.part = part
        remove_map(target)
        try:
            verified = None if part.restore(self._stop_if_asked) else self._found(target) or self._delivered(target)
            if verified:
                part.adopt(os.path.getsize(self.watch.path))
            self.watch.kept = part.durable
            if self.job.copy_to and not verified and not part.durable:
                self._look_ahead(part)
            verified = verified or self._fill(part)
            self.watch.whole = True
            if self.job.unpack and self.watch.path == target:
                self._unpack(target)
            if self.job.copy_to and self.watch.path == target:
                self.watch.path = Delivery(target, self.job.copy_to, self.watch, self.job.tries).run()
                receipt.remove(target)
            return verified
        finally:
            part.close()

    def _look_ahead(self, part):
        """A file that a drive is to have fails before it is fetched, not after, where there is no room for it."""
        size = self.resolved.size
        if size is None:
            answer, _ = self.ask()
            size = answer.fresh.size if answer else 0
        if size is not None:
            part.check_space(size)
            check_space(nearest(self.job.copy_to), size)

    def _unpack(self, target):
        if folder_for(target) is None:
            self.watch.notice = f'{os.path.basename(target)} is no zip, tar or 7z archive: it was left as it is'
        else:
            self.watch.enter('verifying')
            unpack(target, self.watch.tick)

    def _found(self, target):
        """What the file that is there already was verified against, None if it has to be fetched."""
        known = receipt.load(target, self.resolved.key, self.job.digests) if self.attest else None
        if known is None and matches(target, self.job.digests):
            return expected_digest(self.job.digests, {})[0]
        return known

    def _delivered(self, target):
        """The same of a copy that an earlier run brought to the drive: on a new VM it is all that is left."""
        if not self.job.copy_to:
            return None
        there = destination(self.job.copy_to, os.path.basename(target))
        if not os.path.isfile(there):
            return None
        if self.job.digests:
            verified = expected_digest(self.job.digests, {})[0] if matches(there, self.job.digests) else None
        else:
            verified = 'size' if self._looks_the_same(there) else None
        if verified:
            self.watch.path = there
        return verified

    def _looks_the_same(self, path):
        """Whether the server's file has the size and the date of this one, which got them from it."""
        answer, _ = self.ask()
        found = os.stat(path)
        when = _seconds(answer.fresh.modified) if answer else None
        return when is not None and (found.st_size, int(found.st_mtime)) == (answer.fresh.size, int(when))

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
        known = unfinished(output, self.resolved.key)
        name = self.resolved.name and os.path.basename(self.resolved.name)
        return os.path.join(output, known or named(self.job.naming, name or self._name()))

    def _name(self):
        """The name that the server gives the file."""
        return self.ask()[1]

    def ask(self):
        """(Slice, name) that the server tells when it is asked for one byte; no Slice for an empty file."""
        source = Source(self.resolved.address, self.resolved.headers, self.job.quiet, self.engine.connect)

        def ask():
            head, body, connection, address = source.open((0, 1), None, None, lambda _: None)
            try:
                answer = None if head.status == 416 else judge(head, (0, 1), None, (address.path,))
            except Failure as failure:
                raise explained(failure, body) from None
            finally:
                connection.close()
            return answer, name_from(head.get('content-disposition'), address)

        return _patiently(self.watch, self.job.tries, ask)

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
        expected = expected_digest(self.job.digests, part.resource.digests)
        verified = expected[0] if expected else 'size' if part.resource.counted else 'none'
        if self.attest:
            self._attest(part, verified)
        self.watch.aside = part.publish()
        self._date(part)
        return verified

    def _attest(self, part, verified):
        try:
            receipt.save(part.target, part.path, self.resolved.key, self.job.digests, verified)
        except OSError as error:
            raise disk_failure(error, part.target) from None

    def _fetch_and_check(self, part):
        digest = Digest(part, self.job.digests)
        whole = False
        part.keep()
        try:
            self._fetch_all(part)
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

    def _fetch_all(self, part):
        while True:
            try:
                self._fetch(part)
            except Unfit as reason:
                self.engine, self.watch.notice = Transfer, f'{reason.message}; so our own engine fetches it'
                continue
            part.checked(self.watch.tick)
            if part.blocks.complete:
                return

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
        when = _seconds(part.resource.modified)
        try:
            if when is not None:
                os.utime(part.target, (when, when))
        except (OverflowError, OSError):
            pass


def _seconds(date):
    """Unix seconds of an HTTP date, None if there is none."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
