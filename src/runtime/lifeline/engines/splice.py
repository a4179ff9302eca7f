"""Bytes from a socket into a file within the kernel (splice(2), Linux): they never pass through this process."""

import errno
import fcntl
import os

from ..disk.files import write_at

SIZE = 1 << 20
_AVAILABLE = hasattr(os, 'splice')
_UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM)


class Pipe:
    """The pipe that splice needs between the two. `works` becomes False where the platform turns out not to have it."""

    def __init__(self):
        self._out, self._in = os.pipe()
        self.works = _AVAILABLE
        try:
            fcntl.fcntl(self._in, fcntl.F_SETPIPE_SZ, SIZE)
        except (AttributeError, OSError):
            pass  # the usual 64 KiB do as well, only slower

    def fill(self, source, most):
        """Takes up to `most` bytes from the non-blocking socket `source`; None if it cannot. Raises OSError."""
        try:
            return os.splice(source, self._in, most, flags=os.SPLICE_F_MOVE | os.SPLICE_F_NONBLOCK)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            self.works = False
            return None

    def empty(self, target, offset, count):
        """Puts the `count` bytes that are in the pipe into the file `target` at `offset`. Raises OSError."""
        while count and self.works:
            try:
                moved = os.splice(self._out, target, count, offset_dst=offset, flags=os.SPLICE_F_MOVE)
            except OSError as error:
                self.works = False  # and never again: something may be left in the pipe
                if error.errno not in _UNSUPPORTED:
                    raise
            else:
                offset, count = offset + moved, count - moved
        if count:  # a file system that takes no pages: what is in the pipe goes the long way
            write_at(target, self._drain(count), offset)

    def _drain(self, count):
        data = b''
        while len(data) < count:
            data += os.read(self._out, count - len(data))
        return data

    def close(self):
        os.close(self._out)
        os.close(self._in)
