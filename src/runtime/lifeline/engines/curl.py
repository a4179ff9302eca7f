"""curl as an engine: for FTP, for proxies that we do not speak to, for servers that get on with nothing else.

Its raw output with headers is the server's own answer, chunks and all, so the same reader judges it. Never --retry
(before 8.17 it throws away what came), never -C (it trusts the file), no redirects followed: these are our own work.
"""

import re
from urllib.parse import unquote

from ..errors import Failure
from ..net.transport import CONNECT_SECONDS, with_login
from .ftp import answer, start_asked
from .program import Program
from .transfer import Transfer

_LATER_HTTP = re.compile(rb'HTTP/[23](?:\.0)? ')
# Exit statuses of curl(1); those not named here mean that the program itself failed.
_MEANINGS = {
    ('no-network', 'The name {host} could not be looked up; check the address and the network'): (5, 6),
    ('connection-refused', '{host} refused the connection'): (7, 97),
    ('connection-lost', 'The connection to {host} broke'): (16, 18, 52, 55, 56, 92),
    ('stalled', '{host} sent nothing for too long'): (28,),
    ('tls-failed', 'No secure connection to {host}: the handshake failed'): (35,),
    ('bad-certificate', 'The certificate of {host} is not valid'): (51, 58, 60, 77, 83),
    ('bad-response', '{host} did not answer in a way that makes sense'): (1, 8, 13, 14, 19, 36, 61),
    ('login-needed', '{host} wants a login; put user and password into the address'): (67,),
    ('not-found', '{host} has no such file; check the address'): (9, 78),
}
_CODES = {status: meaning for meaning, statuses in _MEANINGS.items() for status in statuses}


def _quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\t', '\\t') + '"'


class CurlConnection(Program):
    name = 'curl'

    def ask(self, address, fields):
        """Sends a GET and returns (Head, Body)."""
        if address.scheme == 'ftp':
            return self._ask_ftp(address, fields)
        sent = with_login(address, {'Accept-Encoding': 'identity', **fields})
        headers = [f'{name}: {value}' if value else f'{name};' for name, value in sent.items()]
        self._run(address.text, 'raw', 'include', *(f'header = {_quoted(header)}' for header in headers))
        head, body = self.read_answer()
        body.keep_alive = False
        return head, body

    def _run(self, url, *lines):
        options = [
            f'url = {_quoted(url)}',
            'globoff',
            'path-as-is',
            'silent',
            'show-error',
            'no-buffer',
            'suppress-connect-headers',
            'proto = "=http,https,ftp"',
            f'connect-timeout = {CONNECT_SECONDS}',
            # Should we be killed, it ends by itself when nothing comes; else its next write fails.
            'speed-limit = 1',
            f'speed-time = {max(1, round(self.quiet))}',
            *lines,
        ]
        self._launch(['--disable', '--config', '-'], '\n'.join(options).encode('latin-1', 'replace'))

    def _ask_ftp(self, address, fields):
        start = start_asked(address, fields)
        login = []
        if address.user is not None:
            login.append(f'user = {_quoted(unquote(address.user) + ":" + unquote(address.password or ""))}')
        self._run(address.text, 'head', *login)
        lines = (line.partition(':') for line in self._output().decode('latin-1').splitlines())
        facts = {name.lower(): value.strip() for name, _, value in lines}
        size = facts.get('content-length', '')
        size = int(size) if re.fullmatch(r'[0-9]{1,18}', size) else None
        start = start if size is not None else 0
        if size is None or start < size:
            self._run(address.text, f'range = "{start}-"', *login)
        return answer(self, start, size, facts.get('last-modified'))

    def line(self, limit):
        return _LATER_HTTP.sub(b'HTTP/1.1 ', super().line(limit))

    def _failure(self, status, words):
        if status not in _CODES:
            return super()._failure(status, words)
        code, message = _CODES[status]
        return Failure(code, message.format(host=self.host))


class Curl(Transfer):
    """See engine.Engine."""

    name = 'curl'
    connect = CurlConnection
