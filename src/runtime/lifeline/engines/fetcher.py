"""One connection's work: takes leases, asks for them, judges the answers and puts the bytes into the part."""

import hashlib
import threading
import time

from ..errors import Failure
from ..net.pages import explained
from ..net.resource import Changed, Unproven, contradict, judge
from .splice import SIZE, Pipe

_BUFFER = 256 << 10  # stays in the processor's cache between socket and file
_PATIENCE = 0.05
_MOST_TAGS = 32
_OVERLAP, _WIDE_OVERLAP = 64 << 10, 1 << 20


class _Again(Exception):
    """The same bytes must be asked for in another way."""


class Fetcher(threading.Thread):
    """Works for a Transfer until there is nothing left to do. `retired`: it is to end."""

    def __init__(self, transfer):
        super().__init__(name='lifeline-connection', daemon=True)
        self.transfer = transfer
        self.part = transfer.part
        self.lease = None
        self.brought = 0  # new bytes that the present request has brought
        self.retired = False
        self._connection = None
        self._buffer = memoryview(bytearray(_BUFFER))
        self._pipe = Pipe()

    def run(self):
        try:
            self._work()
        except Exception as error:  # a bug must end the download with an error, not leave it hanging
            self.transfer.fail(Failure('engine-failed', f'Internal error: {type(error).__name__}: {error}'))
        finally:
            self._drop()
            self._pipe.close()

    def interrupt(self):
        """Ends a wait for an answer, from another thread; False if the fetcher has no connection (yet)."""
        connection = self._connection
        if connection is None:
            return False
        connection.shut()
        return True

    def _work(self):
        while self.transfer.take(self):
            self.brought = 0
            try:
                self._fetch()
            except _Again:
                self._drop()
            except Changed:
                self.transfer.changed()
                return
            except Failure as failure:
                self._drop()
                if not self.transfer.recover(self, failure):
                    return
            finally:
                self.transfer.give_back(self)

    def _drop(self):
        if self._connection:
            self._connection.close()
            self._connection = None

    def _fetch(self):
        """One request and its body."""
        transfer, part, lease = self.transfer, self.part, self.lease
        known = part.resource
        span = self._span(known)
        transfer.watch.asking()
        head, body, self._connection, address = transfer.source.open(
            span, known.validator if span else None, self._connection, self._register
        )
        try:
            answer = judge(head, span, known, (address.path, part.target))
        except Unproven:
            self._ask_for_the_whole()
        except Failure as failure:
            raise explained(failure, body) from None
        if known and known.elsewhere and contradict(transfer.source.stated, known.digests):
            raise Changed
        if answer.fresh:
            self._take_whole(answer)
        elif answer.compare and lease.pos == span[0] > 0 and not lease.probe:
            self._ask_for_overlap()
        if part.resource.size is None and answer.total is not None:
            if answer.total < part.blocks.held:
                raise Changed
            part.settle(answer.total)
            lease.end = answer.total
        self._receive(answer, body)
        if part.resource.elsewhere and transfer.leases.proves(lease):
            self._state(answer.told)
            part.believe(answer.told)
        if not lease.probe:
            if answer.compare:
                self._proven(answer)
            transfer.wary = False
        if not body.ended or not body.keep_alive:
            self._drop()

    def _span(self, known):
        """The range to ask for, None for the whole. It reaches back over held bytes where these must prove the rest."""
        transfer, lease = self.transfer, self.lease
        if known is None or transfer.whole_only or transfer.doubtful or (lease.pos == 0 and lease.end in (None, known.size)):
            return None
        overlap = 0
        if not lease.probe and (transfer.wary or known.validator is None):
            reach = _OVERLAP if known.validator else _WIDE_OVERLAP
            overlap = min(self.part.blocks.held_before(lease.pos), reach)
        open_ended = lease.end is None or (lease.end == known.size and transfer.active == 1)
        return lease.pos - overlap, None if open_ended else lease.end

    def _ask_for_the_whole(self):
        """Only all bytes from the start can show whether what is held belongs to what the server has now."""
        if not self.transfer.leases.alone(self.lease):
            raise Failure('bad-range', 'The server answered with another version of the file')
        self.transfer.doubtful = True
        raise _Again

    def _ask_for_overlap(self):
        if not self.part.blocks.held_before(self.lease.pos):
            raise Failure('bad-range', 'The server sent no proof that the file is the same')
        self.transfer.wary = True
        raise _Again

    def _proven(self, answer):
        """What was held of this answer's bytes is equal: its tag is another name for the known version."""
        answer.compare = False
        self.transfer.doubtful = False
        tags = self.part.resource.etags
        tags += [tag for tag in answer.told.etags if tag not in tags and len(tags) < _MOST_TAGS]

    def _take_whole(self, answer):
        """The server sent everything from the start: as the first answer, or instead of the part asked for."""
        part, lease = self.part, self.lease
        if not self.transfer.has_to_itself(lease):
            raise Failure('bad-range', 'The server stopped answering with parts')
        if part.resource is None or not part.blocks.held:
            fresh = answer.fresh
            self._state(fresh)
            if part.claim(fresh, self.transfer.digests):
                self.transfer.wary = True
                raise _Again
            part.begin(fresh)
            lease.pos, lease.end = 0, fresh.size
            answer.compare = False
        elif not answer.compare:
            raise Changed

    def _state(self, told):
        """Adds what redirects on the way stated."""
        told.digests = {**self.transfer.source.stated, **told.digests}

    def _register(self, connection):
        self._connection = connection
        if self.retired:
            raise Failure('paused', 'Paused')

    def _receive(self, answer, body):
        """Reads a body: compares what is held already, keeps what is not."""
        transfer, part, lease = self.transfer, self.part, self.lease
        at, new_from = answer.start, lease.pos
        if answer.sha256:
            body.hash, lease.unsure = hashlib.sha256(), True
        while not body.ended:
            if self.retired:
                raise Failure('paused', 'Paused')
            # The lease may be cut by another thread at any time; what was read beyond it then is the same all the same.
            end = min((one for one in (lease.end, answer.end) if one is not None), default=None)
            if end is not None and at >= end:
                if at == answer.end or lease.probe or not transfer.extend(lease, at):
                    break
                continue
            ahead = part.blocks.ahead(at)
            most = ahead or SIZE - at % SIZE
            if end is not None:
                most = min(most, end - at)
            most = transfer.limiter.piece(most)
            if ahead or at < lease.pos:
                chunk = self._buffer[: body.readinto(self._buffer[:most])]
                count = len(chunk)
                if ahead and part.differs(at, chunk):
                    raise Changed
                transfer.watch.moved(0)
            else:
                if answer.compare:
                    self._proven(answer)
                count = self._keep(body, at, most)
            transfer.limiter.take(count, lambda: transfer.stopping)
            at += count
            lease.pos = max(lease.pos, at)
        if answer.sha256:
            self._check(answer, new_from, body)
        if part.resource.size is None:
            self._find_end(answer, body, at)

    def _check(self, answer, start, body):
        """Gives up what a body brought that is not what its own digest says (RFC 9530 Content-Digest)."""
        if body.ended and body.hash.hexdigest() != answer.sha256:
            self.part.lose(start, answer.end)
            raise Failure('damaged', 'Bytes broke on the way, as the server itself says')
        self.transfer.backoff.progress(self.brought)

    def _keep(self, body, at, most):
        """Puts up to `most` bytes of a body into the part at `at`; returns the count, 0 at the body's end."""
        if self._pipe.works and body.spliceable:
            count = body.splice(self._pipe, most)
            if count is not None:
                self.part.splice(self._pipe, at, count)
                self._came(count)
                return count
        most, count, until = min(most, _BUFFER), 0, time.monotonic() + _PATIENCE
        try:
            # A TLS record is a small write: several are put together, unless they come slowly.
            while count < most and (got := body.readinto(self._buffer[count:most])):
                count += got
                if time.monotonic() > until:
                    break
        finally:
            self.part.write(at, self._buffer[:count])
            self._came(count)
        return count

    def _came(self, count):
        self.brought += count
        self.transfer.came(count, sure=not self.lease.unsure)

    def _find_end(self, answer, body, at):
        whole_chunks = body.framing == 'chunked' and body.ended and answer.fresh
        if whole_chunks or self.transfer.last_end == at or (answer.end is not None and not self.brought):
            self.part.resource.counted = bool(whole_chunks)
            self.part.settle(at)
        else:
            # Nothing marks the end of such a body: it is believed when a second answer ends at the same byte.
            self.transfer.last_end = at
