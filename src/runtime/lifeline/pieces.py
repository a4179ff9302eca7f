"""A file larger than the VM's disk, on its way to a drive: fetched piece by piece; each is copied there, then removed here.

The drive gets a folder of pieces and not the file: the mount of Google Drive keeps what is written to a file on the VM's own
disk until all of it is uploaded (googlecolab/colabtools#1375, #2607). They are joined where there is room for them.
"""

import hashlib
import os
import re
import shlex
import shutil
import time
from dataclasses import replace

from .collection import Collection
from .disk.files import delete, write_whole
from .disk.room import free_bytes, nearest
from .disk.verify import expected_digest, wrong_digest
from .engines.transfer import Transfer
from .errors import Failure, disk_failure
from .net.resource import span_of
from .net.transport import Connection

PIECE = 1 << 30
_ROOM = 2  # pieces: the one that comes, and the one before it that the mount still uploads
_JOIN = 'JOIN.txt'  # how to join them, and of which version they are
_LOOK_SECONDS = 2.0
_PATIENCE_SECONDS = 30 * 60.0
_BLOCK = 4 << 20
# Fields that state a digest of the whole file, which no piece has.
_OF_THE_WHOLE = ('repr-digest', 'digest', 'content-md5', 'x-goog-hash', 'x-amz-checksum-sha256', 'x-amz-checksum-sha1', 'x-linked-etag')


class Pieces:
    """What `download` (a FileDownload whose file does not fit) is to bring, in pieces. `make` makes the download of one."""

    def __init__(self, download, make):
        self._download, self._make = download, make
        self._watch, self._job = download.watch, download.job

    def run(self, failure):
        """Returns what the whole was verified against. Raises Failure or Stopped; `failure` is why it goes this way."""
        answer, _ = self._download.ask()
        whole = answer.fresh
        target = self._watch.path
        name = os.path.basename(target)
        folder = f'{target}.pieces/'
        self._check(whole, answer, folder, failure)
        self._watch.part = None
        drive = os.path.join(self._job.copy_to, f'{name}.pieces', '')
        _begin(drive, folder, name, whole)
        files = [
            replace(self._download.resolved, key=f'{self._download.resolved.key}-{start}', name=f'{name}.{start // PIECE:05}', size=end - start, digests={})
            for start, end in _spans(whole.size)
        ]
        job = replace(self._job, output=folder, copy_to=drive, digests={}, unpack=False, naming='')
        Collection(job, files, self._watch, self._download.limiter, lambda *what, **how: _Piece(self._make(*what, **how), whole)).run()
        verified = self._verify([os.path.join(drive, file.name) for file in files], whole)
        shutil.rmtree(folder, ignore_errors=True)
        notice = f'{name} is larger than the disk here, so it came in pieces; JOIN.txt says how to join them where there is room'
        self._watch.follow({'path': drive, 'notice': notice})
        return verified

    def _check(self, whole, answer, folder, failure):
        """Raises where pieces are no way out either."""
        free, room = _free_for(folder), free_bytes(nearest(self._job.copy_to))
        if answer.end is None or whole.size is None or not whole.provable:
            raise Failure('no-space', f'{failure.message}. It cannot come in pieces: the server does not say which version they are of')
        if free is not None and free < _ROOM * min(PIECE, whole.size):
            raise failure
        if room is not None and room < whole.size:
            raise Failure('no-space', f'{whole.size >> 20} MiB are needed in {self._job.copy_to} and {room >> 20} MiB are free; free some')

    def _verify(self, paths, whole):
        """Reads the pieces again, from the drive, where a digest of the whole is known."""
        expected = expected_digest(self._job.digests, whole.digests)
        if expected is None:
            return 'size'
        found = hashlib.new(expected[0], usedforsecurity=False)
        for path in paths:
            with open(path, 'rb', 0) as file:
                while block := file.read(_BLOCK):
                    found.update(block)
                    self._watch.tick()
        if found.hexdigest() == expected[1]:
            return expected[0]
        for path in paths:
            delete(path)
        raise wrong_digest(expected, found.hexdigest())


class _Piece:
    """The download of one piece; it stays on the VM's disk only until the drive has it."""

    def __init__(self, download, whole):
        self._download = download
        start = int(download.resolved.name.rpartition('.')[2]) * PIECE
        download.engine = _engine(start, start + download.resolved.size, whole)

    def run(self):
        self._wait_for_room()
        verified = self._download.run()
        delete(self._download.job.output)
        return verified

    def _wait_for_room(self):
        folder = os.path.dirname(self._download.job.output)
        watch, until = self._download.watch, time.monotonic() + _PATIENCE_SECONDS
        while (free := _free_for(folder)) is not None and free < _ROOM * self._download.resolved.size:
            failure = Failure('no-space', f'{free >> 20} MiB are free: waiting until the drive has uploaded what was copied')
            if time.monotonic() > until:
                raise failure
            watch.trouble(failure)
            watch.wait(_LOOK_SECONDS)
        watch.well()


def _engine(start, end, whole):
    """Our own engine, for which the bytes from `start` to `end` of the Resource `whole` are a file of their own."""

    class Window(Connection):
        def ask(self, address, fields, content=None):
            first, _, last = fields.get('Range', 'bytes=0-').removeprefix('bytes=').partition('-')
            last = min(start + int(last), end - 1) if last else end - 1
            head, body = super().ask(address, {**fields, 'Range': f'bytes={start + int(first)}-{last}'}, content)
            _reframe(head, start, end, whole)
            return head, body

    return type('Windowed', (Transfer,), {'connect': Window})


def _reframe(head, start, end, whole):
    """Lets an answer speak of the piece instead of the whole. Raises Failure if it is of another version."""
    for name in _OF_THE_WHOLE:
        head.fields.pop(name, None)
    if head.status not in (200, 206):
        return
    span = span_of(head) if head.status == 206 else None
    tag, date = head.get('etag'), head.get('last-modified')
    other = tag and whole.etags and tag not in whole.etags or date and whole.modified and date != whole.modified
    if span is None or span[2] != whole.size or other:
        raise Failure('refused-by-server', 'The server gives no pieces of that file any more; it may have changed: start again')
    head.fields['content-range'] = f'bytes {span[0] - start}-{span[1] - 1 - start}/{end - start}'


def _begin(drive, folder, name, whole):
    """Makes the drive's folder ready for this version; pieces of another one go, here and there."""
    version = hashlib.sha256(repr((whole.size, whole.etags, whole.modified)).encode()).hexdigest()[:16]
    text = f'cat {shlex.quote(name)}.[0-9]* > {shlex.quote(name)}\n# version {version}\n'.encode()
    path = os.path.join(drive, _JOIN)
    try:
        os.makedirs(drive, exist_ok=True)
        if _content(path) == text:
            return
        for old in os.listdir(drive):
            if re.fullmatch(re.escape(name) + r'\.\d{5}', old):
                os.unlink(os.path.join(drive, old))
        shutil.rmtree(folder, ignore_errors=True)
        write_whole(path, text)
    except OSError as error:
        raise disk_failure(error, drive) from None


def _content(path):
    try:
        with open(path, 'rb') as file:
            return file.read(4096)
    except FileNotFoundError:
        return None


def _free_for(folder):
    """Free bytes for the pieces in `folder`, of which an earlier run may have left one; None if that is unknown."""
    free = free_bytes(nearest(folder))
    held = sum(entry.stat().st_size for entry in os.scandir(folder)) if os.path.isdir(folder) else 0
    return None if free is None else free + held


def _spans(size):
    return [(start, min(start + PIECE, size)) for start in range(0, size, PIECE)]
