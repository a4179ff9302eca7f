"""FTP has no head to judge: what its replies tell of a file is said here as an HTTP server would say it."""

import re

from ..errors import Failure
from ..net.http1 import Body, Head


def start_asked(address, fields):
    """The first byte that a Range field asks for, 0 without one. Raises Failure for a folder's address."""
    if address.scheme == 'ftp' and address.path.endswith('/'):
        raise Failure('bad-address', 'The address leads to a folder; give the address of one file in it')
    match = re.match(r'bytes=(\d+)-', fields.get('Range', ''))
    return int(match[1]) if match else 0


def answer(stream, start, size, modified):
    """(Head, Body) for a file of `size` bytes (None: untold) dated `modified` that `stream` brings from `start` on."""
    if size is None or start < size:
        stream.wait_for_body()
    lines = ['HTTP/1.1 200 OK']
    if start and size is not None:
        lines = ['HTTP/1.1 206 OK', f'Content-Range: bytes {start}-{size - 1}/{size}']
        if start >= size:
            lines = ['HTTP/1.1 416 No', f'Content-Range: bytes */{size}']
    if size is not None:
        lines.append(f'Content-Length: {max(0, size - start)}')
    if modified:
        lines.append(f'Last-Modified: {modified}')
    head = Head('\n'.join([*lines, 'Connection: close']).encode('latin-1', 'replace'))
    return head, Body(stream, head)
