"""What can go wrong, in one table: the stable code, the exit status it leads to, and whether a retry can help."""

import errno
import os
import socket
import ssl

from .redact import redact

USAGE, PERMANENT, GAVE_UP, INTEGRITY, DISK, PAUSED = 2, 3, 4, 5, 6, 130

# code: (exit status, whether trying again can help)
CODES = {
    'bad-job-list': (USAGE, False),
    'bad-address': (PERMANENT, False),
    'bad-header': (PERMANENT, False),
    'no-secret': (PERMANENT, False),
    'no-engine': (PERMANENT, False),
    'not-found': (PERMANENT, False),
    'login-needed': (PERMANENT, False),
    'forbidden': (PERMANENT, False),
    'refused-by-server': (PERMANENT, False),
    'bad-certificate': (PERMANENT, False),
    'redirect-loop': (PERMANENT, False),
    'redirect-unsafe': (PERMANENT, False),
    'web-page': (PERMANENT, False),
    'quota-exceeded': (PERMANENT, False),
    'bad-archive': (PERMANENT, False),
    'encoded-body': (PERMANENT, False),
    'unknown-host': (GAVE_UP, True),
    'no-network': (GAVE_UP, True),
    'connection-refused': (GAVE_UP, True),
    'connection-lost': (GAVE_UP, True),
    'connect-timeout': (GAVE_UP, True),
    'stalled': (GAVE_UP, True),
    'tls-failed': (GAVE_UP, True),
    'bad-response': (GAVE_UP, True),
    'bad-range': (GAVE_UP, True),
    'damaged': (GAVE_UP, True),
    'server-busy': (GAVE_UP, True),
    'server-error': (GAVE_UP, True),
    'keeps-changing': (GAVE_UP, True),
    'engine-failed': (GAVE_UP, True),
    'already-running': (GAVE_UP, True),
    'drive-gone': (GAVE_UP, True),
    'wrong-digest': (INTEGRITY, False),
    'no-space': (DISK, True),
    'not-writable': (DISK, False),
    'bad-name': (DISK, False),
    'disk-error': (DISK, True),
    'paused': (PAUSED, True),
}


class Failure(Exception):
    """An error that a person can act on.

    `code` is a key of CODES; `message` says what happened and what to do, and holds nothing secret any more;
    `retry_after` is the server's own wish in seconds, `status` the HTTP status behind it, if any.
    """

    def __init__(self, code, message, retry_after=None, status=None):
        message = redact(message)
        super().__init__(message)
        self.code = code
        self.message = message
        self.exit_status, self.retryable = CODES[code]
        self.retry_after = retry_after
        self.status = status

    def record(self):
        """The error object of a progress record."""
        return {'code': self.code, 'message': self.message[:1000], 'retryable': self.retryable}


def network_failure(error, where):
    """Names an OSError that came from a socket; `where` is the host, for the reader."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure('bad-certificate', f'The certificate of {where} is not valid: {error.verify_message}')
    if isinstance(error, ssl.SSLEOFError):
        return Failure('connection-lost', f'{where} closed the encrypted connection in the middle')
    if isinstance(error, ssl.SSLError):
        return Failure('tls-failed', f'No secure connection to {where}: {error.reason or "handshake failed"}')
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return Failure('unknown-host', f'There is no host {where}, or no network; check the address')
    if isinstance(error, socket.gaierror):
        return Failure('no-network', f'The name {where} could not be looked up; check the address and the network')
    if isinstance(error, ConnectionRefusedError):
        return Failure('connection-refused', f'{where} refused the connection')
    if isinstance(error, TimeoutError):
        return Failure('stalled', f'{where} sent nothing for too long')
    if error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
        return Failure('no-network', f'{where} cannot be reached from here')
    return Failure('connection-lost', f'The connection to {where} broke')


def disk_failure(error, path):
    """Names an OSError that came from a file; `path` is what was being written."""
    name = os.path.basename(path) or path
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Failure('no-space', f'No space left for {name}; free some, then resume: what is there is kept')
    if error.errno in (errno.ENOTCONN, errno.ESTALE):
        return Failure('drive-gone', f'The drive that holds {name} is no longer connected; mount it again, then resume')
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Failure('not-writable', f'{path} may not be written; choose another folder')
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR, errno.ELOOP, errno.EILSEQ):
        return Failure('bad-name', f'{name[:80]} cannot be a file name here; choose another')
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.ENOENT):
        return Failure('not-writable', f'The folder of {path} cannot be made; choose another folder')
    return Failure('disk-error', f'Writing {name} failed: {error.strerror or "input/output error"}')
