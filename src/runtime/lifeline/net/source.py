"""The way from the given address to the bytes: redirects, who gets which headers, connections used again."""

import threading
import time

from ..digests import server_digests
from ..errors import Failure
from .transport import Connection

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_HOPS = 20
_SMALL = 65536
_RESOLVED_SECONDS = 60


class Source:
    """Opens ranges of one address. `headers` go to the address's own origin and to no other.

    `connect(address, quiet)` makes the connections: our own, or a program that speaks for us.
    """

    def __init__(self, address, headers, quiet, connect=Connection):
        self.address = address
        self.headers = headers
        self.quiet = quiet
        self._connect = connect
        self.stated = {}  # digests that a redirect on the way told (Hugging Face does)
        self._resolved = None
        self._resolved_at = 0.0
        self._lock = threading.Lock()

    def open(self, span, condition, kept, register):
        """Asks for `span` = (start, end or None), or for everything if it is None; If-Range carries `condition`.

        `kept` is a connection left open by an earlier answer, or None; `register` is called with each connection that
        is going to be waited on, with None while one is being made. Returns (Head, Body, Connection, Address that answered). Raises Failure.
        """
        fields = {'Want-Repr-Digest': 'sha-256=10'}
        if span:
            fields['Range'] = f'bytes={span[0]}-' + ('' if span[1] is None else str(span[1] - 1))
            if condition:
                fields['If-Range'] = condition
        with self._lock:
            fresh = time.monotonic() - self._resolved_at < _RESOLVED_SECONDS
            address = self._resolved if self._resolved and fresh else self.address
        shortcut = address is not self.address
        seen = []
        while True:
            sent = {**fields, **(self.headers if address.origin == self.address.origin else {})}
            head, body, connection = self._ask(address, sent, kept, register)
            kept = None
            if head.status in _REDIRECTS and head.get('location'):
                self.stated.update(server_digests(head))
                seen.append(address.text)
                kept = _emptied(body, connection)
                try:
                    address = self._next(address, head, seen)
                except Failure:
                    connection.close()
                    raise
                continue
            if head.status in (400, 401, 403, 404, 410) and shortcut:
                # The address behind the redirect has expired: the original leads to a new one.
                shortcut, address = False, self.address
                with self._lock:
                    self._resolved = None
                kept = _emptied(body, connection)
                continue
            if head.status in (200, 206) and address.text != self.address.text:
                with self._lock:
                    self._resolved, self._resolved_at = address, time.monotonic()
            return head, body, connection, address

    def _next(self, address, head, seen):
        following = address.follow(head.get('location'))
        if following.text in seen or len(seen) > _MOST_HOPS:
            raise Failure('redirect-loop', f'{self.address.host} redirects in a circle; the address does not lead to a file')
        if address.scheme == 'https' and following.scheme == 'http':
            raise Failure('redirect-unsafe', f'{address.host} redirects from https to http, which is not followed')
        return following

    def _ask(self, address, fields, kept, register):
        if kept is not None:
            if kept.origin == address.origin and kept.idle:
                register(kept)
                try:
                    head, body = kept.ask(address, fields)
                    return head, body, kept
                except Failure as failure:
                    # The server may close an idle connection at any moment; that says nothing about the next one.
                    kept.close()
                    if failure.code != 'connection-lost':
                        raise
            else:
                kept.close()
        register(None)
        connection = self._connect(address, self.quiet)
        register(connection)
        try:
            head, body = connection.ask(address, fields)
        except Failure:
            connection.close()
            raise
        return head, body, connection


def _emptied(body, connection):
    """The connection, ready for another request, if what is left of the answer is small; else closes it."""
    if body.keep_alive and body.framing != 'close':
        body.read_small(_SMALL)
        if body.ended:
            return connection
    connection.close()
    return None
