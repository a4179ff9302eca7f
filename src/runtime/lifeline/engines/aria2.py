"""aria2c as an engine: many connections to servers that limit each one.

aria2 opens files itself, knows no validator and believes its own map, so it gets none of that to decide: it writes into
the part, by a map that is made of our journal; a piece counts once its map and our own look at the disk say so; and the
server's strong tag, asked for before and after each run, shows that all that came in between was of one version.
"""

import os
import random
import shutil
import signal
import struct
import subprocess
import time

from ..disk.files import write_whole
from ..errors import Failure
from ..net.resource import Changed, Unproven, judge
from ..net.retry import Backoff
from ..net.source import Source
from ..net.transport import CONNECT_SECONDS, Connection
from ..secret import environment
from .program import Unfit

_MOST_CONNECTIONS = 16  # aria2's own limit for one server
_USUAL_CONNECTIONS = 8
_LOOK_SECONDS = 0.2
LEAVE_SECONDS = 3.0
_FRUITLESS = 2
_MAP = struct.Struct('>HIIIQQI')  # version, extension, (length of) info hash, piece length, total, uploaded, bitfield length
# Exit statuses of aria2c(1) that say something our own next look at the server would not.
_DISK = {9: ('no-space', 'No space is left'), **dict.fromkeys((15, 16, 17, 18), ('disk-error', 'Writing the file failed'))}


class Aria2:
    """See engine.Engine."""

    name = 'aria2c'
    connect = Connection

    def __init__(self, order):
        self.order = order
        self.part = order.part
        self.watch = order.watch
        self.source = Source(order.address, order.headers, order.quiet)

    @classmethod
    def installed(cls):
        return shutil.which(cls.name) is not None

    def run(self):
        if self.order.headers or self.order.address.user is not None:
            raise Unfit('aria2c would carry your headers along a redirect to another site')
        if any(name != name.strip() or not name.isprintable() for name in os.path.split(self.part.path)):
            raise Unfit('aria2c cannot be told a name with line breaks or blanks around it')
        if self.part.resource and self.part.resource.elsewhere:
            raise Unfit('aria2c cannot compare what is here from another address with what this one has')
        self.part.checked(self.watch.tick)  # aria2c does not look again at what its map says it has
        backoff = Backoff(self.order.tries, random.random)
        fruitless = 0
        while True:
            try:
                address = self._look()
                backoff.progress()
            except Failure as failure:
                delay = backoff.delay(failure, time.monotonic())
                if delay is None:
                    raise
                self.watch.trouble(failure)
                self.watch.wait(delay)
                continue
            if self.part.blocks.complete:
                return
            held = self.part.blocks.held
            status = self._fetch(address)
            if status in _DISK:
                raise Failure(*_DISK[status])
            fruitless = 0 if self.part.blocks.held > held else fruitless + 1
            if fruitless >= _FRUITLESS:
                raise Unfit(f'aria2c makes no headway here (status {status})')

    def _look(self):
        """Asks the server which version it has, and starts the part over if it is another one; returns the address."""
        self.watch.asking()
        head, _, connection, address = self.source.open((0, 1), None, None, lambda _: None)
        connection.close()
        fresh = judge(head, (0, 1), None, (address.path, self.part.target)).fresh
        fresh.digests = {**self.source.stated, **fresh.digests}
        if head.status != 206 or head.chunked or fresh.size is None or (fresh.validator or '')[:1] != '"':
            raise Unfit('aria2c needs a server that gives parts of the file and a strong tag of its version')
        known = self.part.resource
        try:
            if known is None:
                self.part.begin(fresh)
            elif judge(head, (0, 1), known, (address.path, self.part.target)).compare:
                self.part.forget()  # of what came since the last look, nobody knows which version it is
                raise Unfit('aria2c needs a server whose tag of a version stays the same')
        except (Changed, Unproven):
            self.part.forget()
            self.watch.restarted()
            self.part.begin(fresh)
        self.watch.well()
        return address

    def _fetch(self, address):
        """One run of aria2c over what the part lacks; returns its exit status."""
        map_path = _map_path(self.part.target)
        write_whole(map_path, _map_of(self.part.blocks), durable=False)
        process = self._launch(address)
        stamp = None
        try:
            while (status := process.poll()) is None:
                if self.part.failure:
                    raise self.part.failure
                if self.order.limiter.rate:
                    raise Unfit('aria2c cannot share a speed limit')
                self.watch.tick()
                self.watch.stop.wait(_LOOK_SECONDS)
                found = _stamp(map_path)
                if found != stamp:
                    stamp = found
                    self._take(map_path)
        finally:
            _end(process)
            if process.returncode == 0 and not os.path.exists(map_path) and self._is_whole():
                self._note(range(len(self.part.blocks.fill)))
            else:
                self._take(map_path)
            remove_map(self.part.target)
        return status

    def _launch(self, address):
        connections = min(self.order.connections or _USUAL_CONNECTIONS, _MOST_CONNECTIONS)
        quiet = max(1, round(self.order.quiet))
        options = [
            '--no-conf=true',
            '--no-netrc=true',
            '--quiet=true',
            '--input-file=-',
            '--file-allocation=none',
            '--disk-cache=0',
            '--auto-save-interval=1',
            '--auto-file-renaming=false',
            '--remote-time=false',
            '--max-tries=2',
            f'--timeout={quiet}',
            f'--connect-timeout={CONNECT_SECONDS}',
            f'--split={connections}',
            f'--max-connection-per-server={connections}',
            '--min-split-size=1M',
            f'--piece-length={self.part.blocks.block}',
            f'--stop-with-process={os.getpid()}',
        ]
        tag = self.part.resource.validator
        folder, name = os.path.split(self.part.path)
        told = [address.text, f'dir={folder}', f'out={name}', f'header=If-Range: {tag}', 'header=Accept-Encoding: identity']
        try:
            process = subprocess.Popen(
                [self.name, *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                # Should we be killed, nobody else may write the part before aria2c has noticed and gone, too.
                pass_fds=[self.part.lock_handle],
                start_new_session=True,
            )
        except OSError as error:
            raise Failure('no-engine', f'{self.name} cannot be started: {error.strerror}') from None
        try:
            process.stdin.write('\n '.join(told).encode('utf-8', 'surrogateescape') + b'\n')
            process.stdin.close()
        except BrokenPipeError:
            pass  # it ended already; its exit status says why
        return process

    def _is_whole(self):
        """Whether it is our part that aria2c filled, up to its end; it removes its map when it is done."""
        found = os.stat(self.part.path)
        return os.path.samestat(found, os.fstat(self.part.fileno())) and found.st_size == self.part.resource.size

    def _take(self, map_path):
        self._note(_pieces(map_path, self.part.blocks))

    def _note(self, pieces):
        blocks = self.part.blocks
        for index in pieces:
            fill, room = blocks.fill[index], blocks.room(index)
            if fill < room:
                self.part.note(index * blocks.block + fill, room - fill)
                self.watch.moved(room - fill)


def _map_path(target):
    return f'{target}.part.aria2'


def left_behind(target):
    """Whether an aria2c may still be at work on the part of `target`, or died at it."""
    return os.path.exists(_map_path(target))


def remove_map(target):
    """Removes the map that aria2c made of the part of `target`: ours is the journal."""
    try:
        os.unlink(_map_path(target))
    except OSError:
        pass


def _stamp(path):
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return None


def _end(process):
    """Ends aria2c, giving it the time to write its map once more."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def _map_of(blocks):
    """aria2's control file, format 1 (its manual, "Control file (*.aria2) format"), that says just what we hold."""
    bits = bytearray(-(-len(blocks.fill) // 8))
    for index, fill in enumerate(blocks.fill):
        if fill == blocks.room(index):
            bits[index // 8] |= 0x80 >> index % 8
    return _MAP.pack(1, 0, 0, blocks.block, blocks.size, 0, len(bits)) + bits + struct.pack('>I', 0)


def _pieces(path, blocks):
    """The pieces that aria2c says it has; none if its map is missing, torn or of another file."""
    try:
        with open(path, 'rb') as file:
            raw = file.read(_MAP.size + len(blocks.fill) // 8 + 1)
        version, _, info, piece, total, _, length = _MAP.unpack_from(raw)
    except (OSError, struct.error):
        return []
    bits = raw[_MAP.size : _MAP.size + length]
    if (version, info, piece, total, len(bits)) != (1, 0, blocks.block, blocks.size, -(-len(blocks.fill) // 8)):
        return []
    return [index for index in range(len(blocks.fill)) if bits[index // 8] & 0x80 >> index % 8]
