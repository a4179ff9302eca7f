"""Connections of our own: TCP, TLS, proxies, and the socket within reach."""

import base64
import select
import socket
import ssl
from urllib.parse import unquote, urlparse

from .. import __version__
from ..errors import Failure, network_failure
from .http1 import Stream
from .proxy import proxy_for

CONNECT_SECONDS = 15


class Connection(Stream):
    """One connection to one origin, perhaps through a proxy. `quiet` is how many seconds may pass without a byte."""

    def __init__(self, address, quiet):
        super().__init__(address.host)
        self.origin = address.origin
        self.quiet = quiet
        self.raw = address.scheme == 'http'
        self._poll = None
        proxy = _proxy_for(address)
        self.absolute = proxy is not None and self.raw
        self.proxy_field = proxy[2] if proxy else None
        patience = min(CONNECT_SECONDS, quiet)
        try:
            self.socket = socket.create_connection(proxy[:2] if proxy else (address.host, address.port), patience)
        except TimeoutError:
            raise Failure('connect-timeout', f'{self.host} did not answer within {patience:g} seconds') from None
        except (OSError, UnicodeError) as error:
            failure = error if isinstance(error, OSError) else socket.gaierror()
            raise network_failure(failure, self.host) from None
        try:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if not self.raw:
                self._secure(address, proxied=proxy is not None)
            self.socket.settimeout(quiet)
        except (OSError, UnicodeError) as error:
            self.close()
            if isinstance(error, UnicodeError):
                raise Failure('bad-address', f'{self.host} is not a valid host name') from None
            raise network_failure(error, self.host) from None
        except Failure:
            self.close()
            raise

    @classmethod
    def installed(cls):
        return True

    def _secure(self, address, proxied):
        if proxied:
            lines = [f'CONNECT {address.host}:{address.port} HTTP/1.1', f'Host: {address.host}:{address.port}']
            if self.proxy_field:
                lines.append(f'Proxy-Authorization: {self.proxy_field}')
            self.socket.sendall(('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1'))
            if self.read_head().status != 200:
                raise Failure('connection-refused', f'The proxy refused to connect to {self.host}')
        # A cut without close_notify must not pass for the end of a body.
        self.socket = _tls_context().wrap_socket(self.socket, server_hostname=address.host, suppress_ragged_eofs=False)

    def ask(self, address, fields, content=None):
        """Sends a GET, or a POST of `content` (bytes), and returns (Head, Body)."""
        target = address.text if self.absolute else address.target
        method = 'GET' if content is None else 'POST'
        lines = [f'{method} {target} HTTP/1.1', f'Host: {address.netloc}']
        sent = {'User-Agent': f'lifeline/{__version__}', 'Accept': '*/*', 'Accept-Encoding': 'identity', **fields}
        if self.absolute and self.proxy_field:
            sent['Proxy-Authorization'] = self.proxy_field
        if content is not None:
            sent['Content-Length'] = len(content)
        sent = with_login(address, sent)
        lines += [f'{name}: {value}' for name, value in sent.items()]
        try:
            self.socket.sendall(('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1', 'replace') + (content or b''))
        except OSError as error:
            raise network_failure(error, self.host) from None
        return self.read_answer()

    @property
    def idle(self):
        """Whether a request may be sent: nothing came that nobody asked for, nor the end."""
        try:
            return not self.buffered and not select.select([self.socket], [], [], 0)[0]
        except (OSError, ValueError):
            return False

    def splice(self, pipe, most):
        """Waits for bytes and moves up to `most` of them into `pipe`; 0 at the end, None if it cannot."""
        try:
            while True:
                try:
                    return pipe.fill(self.socket.fileno(), most)
                except BlockingIOError:
                    self._wait()
        except OSError as error:
            raise network_failure(error, self.host) from None

    def _wait(self):
        if self._poll is None:
            self._poll = select.poll()
            self._poll.register(self.socket, select.POLLIN)
        if not self._poll.poll(self.quiet * 1000):
            raise TimeoutError

    def _receive(self, view):
        try:
            return self.socket.recv_into(view)
        except OSError as error:
            raise network_failure(error, self.host) from None

    def shut(self):
        """Wakes a thread that waits on this connection: its read then fails. Safe from any thread."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            pass

    def close(self):
        try:
            self.socket.close()
        except OSError:
            pass


def with_login(address, fields):
    """The fields with the user and password that the address itself holds, if it does and no field says otherwise."""
    if address.user is None or 'authorization' in {name.lower() for name in fields}:
        return fields
    pair = f'{unquote(address.user)}:{unquote(address.password or "")}'
    return {**fields, 'Authorization': 'Basic ' + base64.b64encode(pair.encode()).decode()}


_context = None


def _tls_context():
    global _context
    if _context is None:
        _context = ssl.create_default_context()
    return _context


def _proxy_for(address):
    """(host, port, Proxy-Authorization or None) from the environment's *_proxy variables, or None."""
    text = proxy_for(address)
    if text is None:
        return None
    parts = urlparse(text if '://' in text else 'http://' + text)
    if parts.scheme != 'http' or not parts.hostname:
        return None
    field = None
    if parts.username is not None:
        pair = f'{unquote(parts.username)}:{unquote(parts.password or "")}'
        field = 'Basic ' + base64.b64encode(pair.encode()).decode()
    return parts.hostname, parts.port or 3128, field
