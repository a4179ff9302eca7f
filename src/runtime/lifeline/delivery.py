"""Takes a finished file to a drive that may go away: Google Drive, mounted in the VM's file system.

The drive gets a copy under another name, which is closed, measured, read again and only then given its name. Whatever
happens on the way, the file on the VM's own disk stays as it is. A copy that was cut off goes on where it agrees with
the file; what is there is compared, not believed.
"""

import errno
import hashlib
import os
import time

from .disk.files import sync_folder
from .disk.room import DRIVE, free_bytes
from .errors import Failure, disk_failure

_BLOCK = 4 << 20
_GONE = {errno.ENOTCONN, errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ETIMEDOUT, errno.EHOSTDOWN}
# What some FUSE file systems answer to a sync that they do not know.
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}
_LOOK_SECONDS = 2.0
_PATIENCE_SECONDS = 15 * 60.0


def destination(to, name):
    """Where a file of this name goes: `to` itself, or into it if it is a folder."""
    return os.path.join(to, name) if to.endswith('/') or os.path.isdir(to) else to


class Delivery:
    """Copies the file `source` to `to`, a file or a folder; `tries` is how often the drive may be found gone, None: 15 minutes."""

    def __init__(self, source, to, watch, tries=None):
        self.source = source
        self.watch = watch
        self._to = to
        self._tries = tries

    def run(self):
        """Returns the path of the confirmed copy. Raises Failure or Stopped; the source is there all the same."""
        self.watch.copying(self._to, 0)
        self.watch.enter('verifying')
        failed, until = 0, time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return self._copy()
            except Failure as failure:
                failed += 1
                spent = failed >= self._tries if self._tries else time.monotonic() > until
                if failure.code != 'drive-gone' or spent:
                    raise
                self.watch.trouble(failure)
                self.watch.wait(_LOOK_SECONDS)

    def _copy(self):
        self._look_for_drive()
        to = destination(self._to, os.path.basename(self.source))
        folder, name = os.path.split(to)
        temporary = os.path.join(folder, f'.{name}.lifeline-copy')
        with self._drive():
            os.makedirs(folder, exist_ok=True)
            if os.path.exists(to) and os.path.samefile(self.source, to):
                return to
        size, digest = self._write(temporary, folder)
        with self._drive():
            if os.path.getsize(temporary) != size or self._read_again(temporary) != digest:
                os.unlink(temporary)
                raise Failure('disk-error', f'The copy in {folder} is not what was written; the file itself is kept')
            self._date(temporary)
            os.replace(temporary, to)
            sync_folder(folder)
            if os.path.getsize(to) != size:
                raise Failure('disk-error', f'{to} has not the size that was written; the file itself is kept')
        return to

    def _write(self, temporary, folder):
        """Writes what the temporary copy lacks; returns the size and the digest of the whole source."""
        digest = hashlib.sha256()
        with _reading(self.source) as source, self._drive():
            size = os.fstat(source.fileno()).st_size
            with open(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), 'r+b', 0) as copy:
                check_space(folder, size - os.fstat(copy.fileno()).st_size)
                at = self._compare(source, copy, digest)
                copy.truncate(at)
                source.seek(at)
                copy.seek(at)
                for block in self._source_blocks(source):
                    rest = memoryview(block)
                    while rest:
                        rest = rest[copy.write(rest) :]
                    digest.update(block)
                    at += len(block)
                    self._tell(at)
                _sync(copy)
        return size, digest.digest()

    def _compare(self, source, copy, digest):
        """How many bytes of an earlier copy agree with the source from the start; these are in `digest` then."""
        at = 0
        for block in self._source_blocks(source):
            if copy.read(len(block)) != block:
                break
            digest.update(block)
            at += len(block)
            self._tell(at)
        return at

    def _read_again(self, path):
        digest = hashlib.sha256()
        with open(path, 'rb', 0) as copy:
            # From the drive, as far as it lets itself be asked, not from what the system remembers of the writing.
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while block := copy.read(_BLOCK):
                digest.update(block)
                self.watch.tick()
        return digest.digest()

    def _source_blocks(self, source):
        while True:
            try:
                block = source.read(_BLOCK)
            except OSError as error:
                raise disk_failure(error, self.source) from None
            if not block:
                return
            yield block

    def _look_for_drive(self):
        """A folder where a drive should be mounted would take the copy and lose it with the VM."""
        if self._to.startswith(DRIVE + '/') and not os.path.ismount(DRIVE):
            raise Failure('drive-gone', 'Google Drive is not mounted; mount it, and the copy goes on by itself')

    def _drive(self):
        return _Drive(self._to)

    def _tell(self, at):
        self.watch.well()
        self.watch.copying(self._to, at)
        self.watch.tick()

    def _date(self, path):
        """The copy gets the file's date, as a later look at it may compare the two."""
        try:
            found = os.stat(self.source)
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
        except OSError:
            pass


class _Drive:
    """A context in which an OSError is one of the drive's."""

    def __init__(self, path):
        self._path = path

    def __enter__(self):
        return self

    def __exit__(self, _, error, __):
        if not isinstance(error, OSError):
            return
        if error.errno in _GONE:
            where = self._path
            raise Failure('drive-gone', f'The drive of {where} is no longer connected; mount it again, and the copy goes on') from None
        raise disk_failure(error, self._path) from None


def check_space(folder, missing):
    """Raises Failure('no-space') if `missing` bytes more do not fit into a folder's file system."""
    free = free_bytes(folder)
    if free is not None and missing > free:
        raise Failure('no-space', f'{missing >> 20} MiB are needed in {folder} and {free >> 20} MiB are free; free some')


def _reading(path):
    try:
        return open(path, 'rb', 0)
    except OSError as error:
        raise disk_failure(error, path) from None


def _sync(file):
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
