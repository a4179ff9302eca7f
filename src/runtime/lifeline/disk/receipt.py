"""Says that a file under its name is whole, until its copy elsewhere is confirmed: a run that died in between need not
fetch it again. Written before the file gets its name, so it names the file itself, not the path."""

import json
import os

from .files import write_whole


def _path(target):
    return f'{target}.part.copy'


def save(target, part_path, key, digests, verified):
    """States that the file at `part_path`, about to become `target`, is what `key` and `digests` ask for. Raises OSError."""
    found = os.stat(part_path)
    stated = {'key': key, 'digests': digests, 'verified': verified, 'inode': found.st_ino, 'size': found.st_size}
    write_whole(_path(target), json.dumps(stated).encode())


def load(target, key, digests):
    """What `target` was verified against, None if nothing says that it is whole."""
    try:
        with open(_path(target), 'rb') as file:
            stated = json.loads(file.read(4096))
        found = os.stat(target)
        same = (stated['inode'], stated['size'], stated['key'], stated['digests']) == (found.st_ino, found.st_size, key, digests)
        return str(stated['verified']) if same else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remove(target):
    try:
        os.unlink(_path(target))
    except OSError:
        pass
