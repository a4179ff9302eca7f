"""The part: the bytes that have come so far, on disk under another name than the file's, with their journal.

Order is everything: bytes are written, then synced, and only then does the journal say that they are there.
"""

import binascii
import contextlib
import glob
import os
import threading

from ..errors import Failure, disk_failure
from ..net.resource import Resource
from . import journal
from .blocks import Blocks
from .earlier import set_aside, sign
from .files import Lock, delete, delete_whole, start_writing, sync_folder, write_at
from .keeper import Keeper
from .recheck import Recheck
from .room import free_bytes
from .verify import expected_digest

_CHUNK = 256 << 10  # stays in the processor's cache between reading and summing
_STRIDE = 8 << 20  # the disk is given work as soon as there is so much


def unfinished(folder, key):
    """The name of the file that an earlier, unfinished download of this address was filling in `folder`, or None."""
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), '*.part.journal'))):
        found = journal.load(path)
        if found and found.key == key and path == os.path.join(folder, found.name + '.part.journal'):
            return found.name
    return None


class Part:
    """Opens and locks the part of `target` (an absolute path). Raises Failure."""

    def __init__(self, target, key):
        self.target = target
        self.path = target + '.part'
        self.journal = target + '.part.journal'
        self.key = key
        self.resource = None
        self.blocks = Blocks(None)
        self.lock = threading.Lock()
        self.failure = None
        self.version = 0  # grows whenever what is held stops counting
        self.durable = 0
        self.claimed = False  # whether bytes count as held that only the digest of the whole can prove
        self._unproven = 0
        self._sums = []
        self._dirty = set()
        self._flushing = threading.Lock()
        self._keeper = None
        self._recheck = None
        self._lock = Lock(target + '.part.lock')
        self._handle = None
        folder = os.path.dirname(target)
        try:
            os.makedirs(folder, exist_ok=True)
            if os.path.isdir(target):
                raise Failure('bad-name', f'{target} is a folder; end it with / to put the file into it')
            if os.path.exists(target) and not os.path.isfile(target):
                raise Failure('bad-name', f'{target} is not a file; choose another name')
            if not self._lock.take():
                raise Failure('already-running', f'{os.path.basename(target)} is being downloaded already')
            self._revert()
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            self._inode = os.fstat(self._handle).st_ino
        except OSError as error:
            self._lock.release()
            raise disk_failure(error, target) from None

    def _revert(self):
        """A crash between the part's renaming and the end of its journal: it becomes a part again, to be finished anew."""
        found = journal.load(self.journal)
        if found and not os.path.exists(self.path) and os.path.exists(self.target):
            there = os.stat(self.target)
            if (there.st_ino, there.st_size) == (found.inode, found.resource.size):
                os.rename(self.target, self.path)

    def restore(self, tick):
        """Takes up what an earlier run left, as far as journal and bytes agree; returns how many bytes that is.

        Some of it is checked only later, see recheck.py. `tick` is called now and then meanwhile, and may raise.
        """
        found = journal.load(self.journal)
        if found is None:
            self._unproven = os.fstat(self._handle).st_size
            return 0
        resource, blocks, sums = found.resource, found.blocks, found.sums
        anywhere = resource.size is None or resource.validator is None
        if found.key != self.key:
            # Another address (a renewed signature, a mirror) may lead to the same file; without a size nothing could tell.
            if resource.size is None:
                return 0
            resource, anywhere = resource.told_elsewhere(), True
        for index, (count, _) in enumerate(sums):
            blocks.add(index * blocks.block, count)
        self.resource, self.blocks, self._sums = resource, blocks, sums
        self._recheck = Recheck(self, sums)
        self._recheck.first(anywhere, tick)
        self.durable = blocks.held
        return blocks.held

    def checked(self, tick):
        """Waits until all that an earlier run left was checked; some of it may be missing then. `tick` may raise."""
        if self._recheck:
            self._recheck.wait(tick)

    def forget(self):
        """What is held belongs to another version: it counts no more, and goes when the new one begins."""
        with self._flushing, self.lock:
            self.resource = None
            self.blocks = Blocks(None)
            self.version += 1
            self.durable = 0
            self.claimed = False

    def believe(self, told):
        """What is held was shown to be of the address too that tells `told` (a Resource)."""
        with self.lock:
            self.resource = self.resource.told_here(told)

    def claim(self, resource, digests):
        """Counts a part without a journal as the beginning of `resource`, if a digest of the whole will tell in the end.

        `digests` are the user's. Returns whether anything is held now.
        """
        size, self._unproven = self._unproven, 0
        if not 0 < size <= (resource.size or 0) or not expected_digest(digests, resource.digests):
            return False
        with self._flushing, self.lock:
            self.resource = resource
            self.blocks = Blocks(resource.size)
            self._sums = [(0, 0)] * len(self.blocks.fill)
            self.blocks.add(0, size)
            self._dirty.update(range(-(-size // self.blocks.block)))
            self.claimed = True
        return True

    def begin(self, resource):
        """Starts over, empty, as `resource`. Raises Failure('no-space') if that cannot fit."""
        with self._flushing, self.lock:
            self.resource = resource
            self.blocks = Blocks(resource.size)
            self._sums = [(0, 0)] * len(self.blocks.fill)
            self._dirty.clear()
            self.version += 1
            self.durable = 0
            try:
                os.ftruncate(self._handle, 0)
            except OSError as error:
                raise disk_failure(error, self.target) from None
        if resource.size is not None:
            self.check_space(resource.size)
        self.flush()

    def adopt(self, size):
        """The file is there already, whole: nothing is to be fetched."""
        delete(self.path)
        self.resource = Resource(size=size)
        self.durable = size

    def check_space(self, size):
        """Raises Failure('no-space') if a file of `size` bytes cannot fit beside what else is on the disk."""
        free = free_bytes(os.path.dirname(self.target))
        missing = size - self.blocks.held
        if free is not None and missing > free:
            raise Failure('no-space', f'{missing >> 20} MiB are needed for this file and {free >> 20} MiB are free; free some')

    def write(self, offset, view):
        """Writes bytes that follow on what is held of their block. Raises Failure."""
        try:
            write_at(self._handle, view, offset)
        except OSError as error:
            raise disk_failure(error, self.target) from None
        self.note(offset, len(view))

    def splice(self, pipe, offset, count):
        """Writes the `count` bytes that are in `pipe`, as write() does."""
        try:
            pipe.empty(self._handle, offset, count)
        except OSError as error:
            raise disk_failure(error, self.target) from None
        self.note(offset, count)

    def note(self, offset, count):
        """Counts bytes that were put into the file already."""
        if count == 0:
            return
        with self.lock:
            self.blocks.add(offset, count)
            self._dirty.update(range(offset // self.blocks.block, (offset + count - 1) // self.blocks.block + 1))
        start, end = offset - offset % _STRIDE, (offset + count) - (offset + count) % _STRIDE
        if end > start:
            start_writing(self._handle, start, end - start)

    def lose(self, start, end):
        """Bytes in this run turned out to be wrong: the blocks that hold them count no more."""
        with self._flushing, self.lock:
            for index in range(start // self.blocks.block, min(len(self.blocks.fill), -(-end // self.blocks.block))):
                self._drop(index)

    def give_up(self, index, blocks):
        """Counts a block no more, if `blocks` are still those that are held."""
        with self._flushing, self.lock:
            if self.blocks is blocks:
                self._drop(index)

    def _drop(self, index):
        self.blocks.drop(index)
        self._dirty.add(index)
        if index < len(self._sums):
            self._sums[index] = (0, 0)
        self.version += 1

    def read_into(self, offset, view):
        """Fills `view` from the part; returns the count."""
        try:
            return os.preadv(self._handle, [view], offset)
        except OSError as error:
            raise disk_failure(error, self.target) from None

    @property
    def lock_handle(self):
        return self._lock.handle

    def fileno(self):
        return self._handle

    def differs(self, offset, view):
        """Whether the bytes held at `offset` are others than those in `view`."""
        ours = memoryview(bytearray(len(view)))
        return self.read_into(offset, ours) != len(view) or ours != view

    def sum(self, offset, count, start=0):
        """The CRC-32 of `count` bytes at `offset`, carried on from `start`; None if there are fewer."""
        buffer = memoryview(bytearray(min(count, _CHUNK)))
        while count:
            got = self.read_into(offset, buffer[:count])
            if got == 0:
                return None
            start = binascii.crc32(buffer[:got], start)
            offset += got
            count -= got
        return start

    def keep(self):
        """Begins to sync and journal, and to check what an earlier run left, on threads of their own."""
        if self._recheck:
            self._recheck.start()
        self._keeper = Keeper(self)

    def flush(self):
        """Makes everything durable that was written before the call, and says so in the journal."""
        with self._flushing:
            if self.resource is None:
                return
            with self.lock:
                fills = [(index, self.blocks.fill[index]) for index in sorted(self._dirty)]
                self._dirty.clear()
                sums = self._sums + [(0, 0)] * (len(self.blocks.fill) - len(self._sums))
            if not fills and self.durable == self.blocks.held and os.path.exists(self.journal):
                return
            for index, fill in fills:
                count, sum_ = sums[index]
                sums[index] = fill, self.sum(index * self.blocks.block + count, fill - count, sum_)
                if sums[index][1] is None:
                    raise Failure('disk-error', f'Somebody shortened {self.path} while it was being filled; start again')
            try:
                os.fdatasync(self._handle)
                name = os.path.basename(self.target)
                journal.save(self.journal, journal.Found(self.key, name, self._inode, self.resource, self.blocks, sums))
            except OSError as error:
                raise disk_failure(error, self.target) from None
            self._sums = sums
            self.durable = sum(count for count, _ in sums)

    def settle(self, size):
        """The end was found: a file of unknown size has `size` bytes."""
        with self._flushing, self.lock:
            fill = self.blocks.fill[: -(-size // self.blocks.block)]
            block = self.blocks.block
            self.resource.size = size
            self.blocks = Blocks(size, block)
            for index, count in enumerate(fill):
                self.blocks.add(index * block, count)

    def publish(self):
        """Gives the complete part the file's name, durably; returns where a file of that name went, or None."""
        try:
            os.ftruncate(self._handle, self.resource.size)
            os.fsync(self._handle)
            sign(self._handle, self.key)
            aside = set_aside(self.target, self._handle, self.resource.size, self.key)
            os.replace(self.path, self.target)
            sync_folder(os.path.dirname(self.target))
        except OSError as error:
            with contextlib.suppress(Failure):
                self.flush()  # all that came is kept for the next try
            raise disk_failure(error, self.target) from None
        delete_whole(self.journal)
        return aside

    def discard(self):
        """Removes part and journal: nothing of them may be believed."""
        delete_whole(self.journal)
        delete(self.path)

    def stop_keeping(self, flush):
        """Ends the keeper and flushes once more, if wished. Raises Failure."""
        if self._keeper:
            self._keeper.stop()
            self._keeper = None
            if self._recheck:
                self._recheck.stop()
            if self.failure:
                raise self.failure
            if flush:
                self.flush()

    def close(self):
        if self._handle is not None:
            if self.resource is None and os.fstat(self._handle).st_size == 0:
                delete(self.path)
            os.close(self._handle)
            self._handle = None
        self._lock.release()
