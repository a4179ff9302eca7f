"""Unpacks a verified archive beside itself: zip and tar by the standard library, 7z by a program where there is one.

An archive is hostile until proven otherwise: nothing is written outside the folder, no link leads out of it, no device is
made, and what an entry says of its size is held against the free space before and while it is written.
"""

import gzip
import lzma
import os
import shutil
import stat
import subprocess
import tarfile
import zipfile
import zlib

from .address import safe_path
from .disk.files import sync_folder
from .errors import Failure, disk_failure

_ENDINGS = ('.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2', '.tar.xz', '.txz', '.7z')
_SEVEN_ZIP = ('7zz', '7z', '7za', '7zr')
_CHUNK = 1 << 20
_SPARE = 1 << 28
_MOST_ENTRIES = 5_000_000


def folder_for(path):
    """The folder that an archive is unpacked into: its name without the ending; None if it is no archive that we know."""
    ending = next((each for each in sorted(_ENDINGS, key=len, reverse=True) if path.lower().endswith(each)), None)
    return path[: -len(ending)] if ending and len(os.path.basename(path)) > len(ending) else None


def unpack(path, tick=lambda: None):
    """Unpacks `path` into `folder_for(path)`, which appears only when it is complete; one that is there is left alone.

    `tick()` is called often and may raise to stop. Returns the folder. Raises Failure; the archive itself stays.
    """
    folder = folder_for(path)
    if folder is None:
        raise Failure('bad-archive', f'{os.path.basename(path)} is not a zip, tar or 7z archive; it was left as it is')
    if os.path.isdir(folder):
        return folder
    growing = f'{folder}.unpacking'
    try:
        shutil.rmtree(growing, ignore_errors=True)
        os.makedirs(growing)
        if zipfile.is_zipfile(path):
            _unzip(path, growing, tick)
        elif path.lower().endswith('.7z'):
            _unpack_7z(path, growing, tick)
        else:
            _untar(path, growing, tick)
        os.rename(growing, folder)
        sync_folder(os.path.dirname(folder))
        return folder
    except Failure:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(growing, ignore_errors=True)
        raise disk_failure(error, folder) from None
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise


def _broken(path, why='is damaged'):
    return Failure('bad-archive', f'{os.path.basename(path)} {why}; it was left as it is, and nothing of it was unpacked')


def _place(path, folder, name):
    """Where an entry goes; None for the folder itself. A name that leads anywhere else ends it all."""
    parts = name.replace('\\', '/').split('/')
    if parts[0] == '' or '..' in parts or parts[0][1:2] == ':':
        raise _broken(path, f'holds a path that leaves its folder ({name[:60]!r})')
    safe = safe_path(name)
    return os.path.join(folder, safe) if safe else None


def _check_room(path, folder, needed, entries):
    if entries > _MOST_ENTRIES:
        raise _broken(path, 'holds too many files')
    free = shutil.disk_usage(folder).free
    if needed + _SPARE > free:
        raise Failure('no-space', f'Unpacking {os.path.basename(path)} needs {needed >> 20} MiB, {free >> 20} MiB are free; free some, then run again')


def _write(path, source, place, size, tick):
    """Writes one entry, never more than it said that it has."""
    os.makedirs(os.path.dirname(place), exist_ok=True)
    left = size
    with open(place, 'wb') as file:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise _broken(path, 'holds more than it says')
            file.write(chunk)
            tick()
    if left:
        raise _broken(path)


def _unzip(path, folder, tick):
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_room(path, folder, sum(entry.file_size for entry in entries), len(entries))
            for entry in entries:
                tick()
                place = _place(path, folder, entry.filename)
                mode = entry.external_attr >> 16
                if place is None or stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
                    continue  # links and devices are not made
                if entry.is_dir():
                    os.makedirs(place, exist_ok=True)
                    continue
                if entry.flag_bits & 1:
                    raise _broken(path, 'is locked with a password')
                with archive.open(entry) as source:
                    _write(path, source, place, entry.file_size, tick)
                if mode & 0o111:
                    os.chmod(place, 0o755)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise _broken(path) from error


def _untar(path, folder, tick):
    try:
        with tarfile.open(path, 'r:*') as archive:
            seen = 0
            for entry in archive:
                tick()
                seen += 1
                _check_room(path, folder, entry.size, seen)
                place = _place(path, folder, entry.name)
                if place is None:
                    continue
                if entry.isdir():
                    os.makedirs(place, exist_ok=True)
                elif entry.isreg():
                    with archive.extractfile(entry) as source:
                        _write(path, source, place, entry.size, tick)
                    if entry.mode & 0o111:
                        os.chmod(place, 0o755)
                elif entry.issym() or entry.islnk():
                    _link(path, folder, entry, place)
            # The compression's own checksum stands at its very end, where tarfile does not look.
            while archive.fileobj.read(_CHUNK):
                tick()
    except (tarfile.TarError, EOFError, ValueError, KeyError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise _broken(path) from error


def _link(path, folder, entry, place):
    """Makes a link as what it leads to, copied; one that leads out of the folder ends it all."""
    base = os.path.dirname(place) if entry.issym() else folder
    leads = os.path.normpath(os.path.join(base, entry.linkname))
    if os.path.commonpath([os.path.realpath(leads), os.path.realpath(folder)]) != os.path.realpath(folder):
        raise _broken(path, f'holds a link that leaves its folder ({entry.name[:60]!r})')
    if os.path.isfile(leads):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        shutil.copyfile(leads, place)


def _unpack_7z(path, folder, tick):
    program = next((found for name in _SEVEN_ZIP if (found := shutil.which(name))), None)
    if program is None:
        raise Failure('bad-archive', f'Unpacking {os.path.basename(path)} needs the program 7z, which is not here; run: !apt-get install p7zip-full')
    _run([program, 't', '-p', '-bd', '--', path], path, tick)
    listed = _run([program, 'l', '-slt', '-p', '-bd', '--', path], path, tick)
    # The first block describes the archive itself; each one after the line of dashes is an entry.
    entries = listed.partition('\n----------\n')[2].split('\n\n')
    fields = [dict(line.split(' = ', 1) for line in entry.splitlines() if ' = ' in line) for entry in entries]
    fields = [entry for entry in fields if 'Path' in entry]
    _check_room(path, folder, sum(int(entry.get('Size') or 0) for entry in fields), len(fields))
    for entry in fields:
        _place(path, folder, entry['Path'])
        if entry.get('Attributes', '').split(' ')[-1].startswith('l'):
            raise _broken(path, 'holds links')
    _run([program, 'x', '-y', '-p', '-bd', f'-o{folder}', '--', path], path, tick)


def _run(command, path, tick):
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors='replace'
    ) as process:
        try:
            while True:
                try:
                    out, _ = process.communicate(timeout=0.2)
                    break
                except subprocess.TimeoutExpired:
                    tick()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise _broken(path)
    return out
