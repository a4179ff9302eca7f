"""wget as an engine: the last resort where there is no curl, and for servers that get on with nothing else.

It prints the server's head on its standard error and the body on its standard output. Never -c: it appends whatever
comes. Two things it does out of sight, so they are undone or refused here: of a whole body sent instead of a part it
drops the beginning, and it takes a chunked body that breaks off for a whole one.
"""

import os
import re
import select
import time
from urllib.parse import unquote

from ..errors import Failure
from ..net.http1 import HEAD_LIMIT, Body, Head
from ..net.transport import CONNECT_SECONDS, with_login
from .ftp import answer, start_asked
from .program import Program, Unfit
from .transfer import Transfer

_FTP_SIZE = re.compile(r'^ *213 (\d{1,18})\s*$', re.MULTILINE)
_NETWORK = 4  # wget(1): exit status for every trouble with the network
# What wget says (in the C locale) about each way to fail, in this order.
_MEANINGS = (
    ('no-network', 'unable to resolve', 'The name {host} could not be looked up; check the address and the network'),
    ('connection-refused', 'Connection refused', '{host} refused the connection'),
    ('connect-timeout', 'Connection timed out', '{host} did not answer in time'),
    ('bad-certificate', 'certificate', 'The certificate of {host} is not valid'),
    ('tls-failed', 'SSL|TLS|handshake', 'No secure connection to {host}: the handshake failed'),
    ('login-needed', 'Login incorrect|Authorization failed', '{host} wants a login; put user and password into the address'),
    ('not-found', 'No such (?:file|directory)', '{host} has no such file; check the address'),
)


class WgetConnection(Program):
    name = 'wget'

    def ask(self, address, fields):
        """Sends a GET and returns (Head, Body)."""
        start = start_asked(address, fields)
        if address.scheme == 'ftp':
            size = _FTP_SIZE.findall(self._run(address, {}, start))
            if start and not size:
                self._run(address, {}, 0)
                start = 0
            return answer(self, start, int(size[-1]) if size else None, None)
        sent = with_login(address, {name: value for name, value in fields.items() if name != 'Range'})
        head = self._head(self._run(address, sent, start))
        if start and head.status == 200:
            sent.pop('If-Range', None)
            head = self._head(self._run(address, sent, 0))
        if head.chunked and head.status in (200, 206):
            if not head.get('content-range'):
                raise Unfit('wget does not see whether a chunked answer came whole')
            del head.fields['transfer-encoding']
        body = Body(self, head)
        body.keep_alive = False
        return head, body

    def _run(self, address, fields, start):
        """Starts wget and returns what it said until the body began, or it ended."""
        lines = [f'header = {name}: {value}' for name, value in fields.items()]
        if address.scheme == 'ftp' and address.user is not None:
            lines += [f'ftp_user = {unquote(address.user)}', f'ftp_password = {unquote(address.password or "")}']
        # The settings are a file without a name: wget reads none of a pipe, and one on disk might outlive us.
        settings = os.memfd_create('settings')
        try:
            os.write(settings, '\n'.join([*lines, '']).encode('latin-1', 'replace'))
            options = [
                f'--config=/dev/fd/{settings}',
                '--no-verbose',
                '--server-response',
                '--input-file=-',
                '--output-document=-',
                '--tries=1',
                '--max-redirect=0',
                '--no-hsts',
                '--no-netrc',
                '--no-cookies',
                f'--connect-timeout={CONNECT_SECONDS}',
                f'--read-timeout={max(1, round(self.quiet))}',
                *([f'--start-pos={start}'] if start else []),
            ]
            self._launch(options, address.text.encode(), [settings])
        finally:
            os.close(settings)
        return self._said_before_body()

    def _said_before_body(self):
        body, words = self._process.stdout, self._process.stderr
        said = b''
        poll = select.poll()
        poll.register(body, select.POLLIN)
        poll.register(words, select.POLLIN)
        until = time.monotonic() + CONNECT_SECONDS + self.quiet
        while len(said) < HEAD_LIMIT:
            ready = dict(poll.poll(max(0.0, until - time.monotonic()) * 1000))
            if not ready:
                raise Failure('stalled', f'{self.host} sent nothing for too long')
            if words.fileno() in ready:
                more = os.read(words.fileno(), HEAD_LIMIT)
                said += more
                if more:
                    continue
                poll.unregister(words)
            elif body.fileno() in ready:
                break
        if len(said) >= HEAD_LIMIT:
            raise Failure('bad-response', 'The server sent far too many headers')
        self._said = said.decode('latin-1')
        return self._said

    def _words(self):
        return self._said + super()._words()

    def _head(self, said):
        """The last head in what wget said; without one there was no answer."""
        at = said.rfind('  HTTP/')
        if at < 0:
            status = self._exit_status()
            raise self._failure(status, said) if status else Failure('bad-response', 'The server did not answer in HTTP')
        lines = []
        for line in said[at:].split('\n'):
            if not line.startswith('  '):
                break
            lines.append(line[2:])
        return Head('\n'.join(lines).encode('latin-1'))

    def _failure(self, status, words):
        for code, pattern, message in _MEANINGS:
            if status > 0 and re.search(pattern, words):
                return Failure(code, message.format(host=self.host))
        if status == _NETWORK:
            return Failure('connection-lost', f'The connection to {self.host} broke')
        return super()._failure(status, words)


class Wget(Transfer):
    """See engine.Engine."""

    name = 'wget'
    connect = WgetConnection
