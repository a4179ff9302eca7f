"""A file of the wanted name that is there already: whose it is, and where it goes.

What a download of the same address left may be replaced by a newer download of it. Anything else is the user's.
"""

import errno
import os

_SIGN = 'user.lifeline.address'
_CHUNK = 256 << 10
_MOST = 10_000


def sign(handle, key):
    """Notes at an open file from which address it came (Address.key), where the file system has room for that."""
    try:
        os.setxattr(handle, _SIGN, key.encode())
    except (AttributeError, OSError):
        pass


def set_aside(target, handle, size, key):
    """Gives a file of the user's that is called `target` another name; returns that, None if there was nothing to keep.

    `handle` is the open file of `size` bytes that comes in its place, from the address `key`. Raises OSError.
    """
    if not os.path.exists(target) or _signed(target, key) or _equal(target, handle, size):
        return None
    for number in range(1, _MOST):
        aside = f'{target}.old' + (f'-{number}' if number > 1 else '')
        try:
            os.link(target, aside, follow_symlinks=False)
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            if os.path.lexists(aside):
                continue
            os.rename(target, aside)
        return aside
    raise OSError(errno.EEXIST, 'too many old files')


def _signed(path, key):
    try:
        return os.getxattr(path, _SIGN) == key.encode()
    except (AttributeError, OSError):
        return False


def _equal(path, handle, size):
    if os.stat(path).st_size != size:
        return False
    with open(path, 'rb') as file:
        at = 0
        while ours := os.pread(handle, _CHUNK, at):
            if file.read(len(ours)) != ours:
                return False
            at += len(ours)
    return at == size
