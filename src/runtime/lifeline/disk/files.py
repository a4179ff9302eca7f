"""Small promises about files: written whole or not at all, and held by one process."""

import errno
import fcntl
import os

_NEW = '.new'


def sync_folder(path):
    """Makes names in a folder durable; file systems that cannot (some network mounts) are left as they are."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def delete(path):
    """Removes a file if it is there and can be."""
    try:
        os.unlink(path)
    except OSError:
        pass


def write_at(handle, data, offset):
    """Writes all of `data` at `offset`. Raises OSError."""
    rest = memoryview(data)
    while rest:
        count = os.pwrite(handle, rest, offset)
        rest = rest[count:]
        offset += count


def start_writing(handle, offset, count):
    """Has the disk begin to write this range now, rather than all at once when a sync asks for it; waits for nothing.

    Linux starts to write what is dirty of a range that is said to be needed no more (mm/fadvise.c); the standard library
    has no sync_file_range. The pages stay readable from memory until they are written.
    """
    try:
        os.posix_fadvise(handle, offset, count, os.POSIX_FADV_DONTNEED)
    except (AttributeError, OSError):
        pass  # a hint: without it a sync takes longer, that is all


def write_whole(path, data, durable=True):
    """Replaces a file by `data` (bytes) in one step, readable by its owner only. Raises OSError."""
    temporary = path + _NEW
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            write_at(handle, data, 0)
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)
    except OSError:
        delete(temporary)
        raise
    if durable:
        sync_folder(os.path.dirname(path) or '.')


def delete_whole(path):
    """Removes what write_whole() wrote, and what a crash left of it."""
    delete(path)
    delete(path + _NEW)


class Lock:
    """An exclusive lock that the system releases when its process ends, however it ends."""

    def __init__(self, path):
        self.path = path
        self._handle = None

    def take(self):
        """True if this process holds the lock now, False if another one does. Raises OSError."""
        while True:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # The holder removes the file when it is done: a lock on a removed file locks nothing.
                if os.fstat(handle).st_ino == os.stat(self.path).st_ino:
                    self._handle = handle
                    return True
            except FileNotFoundError:
                pass
            except OSError as error:
                os.close(handle)
                if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                    return False
                raise
            os.close(handle)

    @property
    def handle(self):
        """The open file that carries the lock: a program that inherits it holds the lock, too."""
        return self._handle

    def release(self, remove=True):
        if self._handle is None:
            return
        if remove:
            delete(self.path)
        os.close(self._handle)
        self._handle = None
