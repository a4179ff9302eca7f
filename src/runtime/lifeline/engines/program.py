"""A program that makes the connection for us: started for one request, read through a pipe.

It is given no file name. What it brings goes through our own hands, so that every answer is judged before a byte of it
is written, the journal stays ours, and a program that dies, or that outlives us, can spoil nothing. It is told address
and headers where no list of processes shows them.
"""

import fcntl
import os
import select
import shutil
import subprocess

from ..errors import Failure
from ..net.http1 import HEAD_LIMIT, Stream
from ..redact import redact
from ..secret import environment

_PIPE = 1 << 20
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ, which fcntl names from Python 3.10 on only where it was built so
_WORDS = 200


class Unfit(Failure):
    """This engine cannot do this download safely; another one can. The message says why."""

    def __init__(self, message):
        super().__init__('no-engine', message)


class Program(Stream):
    """The connection that one run of the program `name` makes; `quiet` is how many seconds may pass without a byte."""

    name = ''
    raw = False
    idle = False  # one run serves one request

    def __init__(self, address, quiet):
        super().__init__(address.host)
        self.origin = address.origin
        self.quiet = quiet
        self._process = None
        self._given_up = False

    @classmethod
    def installed(cls):
        return shutil.which(cls.name) is not None

    def _launch(self, arguments, told, handles=()):
        """Starts the program; `told` (bytes) goes to its standard input, `handles` are open files that it inherits."""
        self.close()
        self._start = self._end = 0
        try:
            self._process = subprocess.Popen(
                [self.name, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**environment(), 'LC_ALL': 'C'},
                pass_fds=handles,
                start_new_session=True,
            )
        except OSError as error:
            raise Failure('no-engine', f'{self.name} cannot be started: {error.strerror}') from None
        if self._given_up:  # shut() came while there was no process yet
            self._process.kill()
        try:
            fcntl.fcntl(self._process.stdout, _SET_PIPE_SIZE, _PIPE)
        except OSError:
            pass  # a small pipe is only slower
        try:
            self._process.stdin.write(told)
            self._process.stdin.close()
        except BrokenPipeError:
            pass  # it ended already; its exit status says why

    def _receive(self, view):
        pipe = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        if not poll.poll(self.quiet * 1000):
            raise Failure('stalled', f'{self.host} sent nothing for too long')
        count = os.readv(pipe, [view])
        if count == 0 and self._exit_status() != 0:
            raise self._failure(self._exit_status(), self._words())
        return count

    def wait_for_body(self):
        """Reads the first bytes ahead, so that a program that fails at once does so here. Raises Failure."""
        self._end += self._receive(memoryview(self._buffer)[self._end :])

    def _output(self):
        """All that the program prints, as far as it is short."""
        text = bytearray(HEAD_LIMIT)
        end = 0
        while end < HEAD_LIMIT and (count := self._receive(memoryview(text)[end:])):
            end += count
        return bytes(text[:end])

    def _exit_status(self):
        try:
            return self._process.wait(self.quiet)
        except subprocess.TimeoutExpired:
            return -1

    def _words(self):
        """What the program said about its end."""
        return self._process.stderr.read(HEAD_LIMIT).decode('latin-1')

    def _failure(self, status, words):
        """What an exit status other than 0 means."""
        if status < 0:
            return Failure('connection-lost', f'{self.name} was ended by someone')
        line = ''.join(char if char.isprintable() else ' ' for char in redact(words.strip().rpartition('\n')[2]))
        return Failure('engine-failed', f'{self.name} gave up with status {status}: {line[:_WORDS] or "no reason given"}')

    def shut(self):
        self._given_up = True
        if self._process is not None:
            self._process.kill()

    def close(self):
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
