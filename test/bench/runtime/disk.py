"""A disk that can lose power: ext4 in an image, stopped dead by the kernel's own means for such tests."""

import contextlib
import fcntl
import os
import struct
import subprocess
import tempfile
import time

# EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (linux/fs/ext4): at once, nothing more reaches the disk, neither data in
# memory nor the file system's own journal. What a mount finds afterwards is what a power loss would have left.
_SHUTDOWN = 0x8004587D
_NO_LOG_FLUSH = 2
_PATIENCE = 10


class Unavailable(Exception):
    """This machine does not let us mount; the text says what is missing."""


class LosableDisk:
    """Use as a context manager; `path` is where it is mounted. Raises Unavailable."""

    def __init__(self, size, folder):
        self._stack = contextlib.ExitStack()
        own = self._stack.enter_context(tempfile.TemporaryDirectory(dir=folder, prefix='lifeline-disk-'))
        self._image, self.path = os.path.join(own, 'image'), os.path.join(own, 'mounted')
        self._size = size

    def __enter__(self):
        try:
            os.mkdir(self.path)
            with open(self._image, 'wb') as file:
                file.truncate(self._size)
            _run('mkfs.ext4', '-q', '-F', self._image)
            self._mount()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_):
        self._unmount()
        self._stack.close()

    def lose_power(self):
        """From this moment on nothing is written; returns at once. Whoever has files open gets errors."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack('I', _NO_LOG_FLUSH))
        finally:
            os.close(handle)

    def come_back(self):
        """Mounts what is left, as after a reboot. Nothing may have files open any more."""
        self._unmount()
        self._mount()

    def _unmount(self):
        """Waits for killed processes to be gone: until then, the disk is busy."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return _run('umount', self.path)
            except Unavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def _mount(self):
        _run('mount', '-t', 'ext4', '-o', 'loop', self._image, self.path)


def _run(*command):
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    try:
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, 'PATH': path})
    except FileNotFoundError:
        raise Unavailable(f'{command[0]} is not there') from None
    if done.returncode:
        raise Unavailable(f'{command[0]} failed: {done.stderr.strip()} (it wants root and loop devices)')
