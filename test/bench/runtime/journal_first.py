"""A download with the wrong order, on purpose: the journal says that bytes are there before they are durable.

Run as a program: journal_first.py URL FILE. It is the proof that the measurement can see that fault.
"""

import os
import sys
import urllib.request

_PIECE = 1 << 20


def main(url, path):
    journal = path + '.journal'
    done = 0
    if os.path.exists(journal):
        with open(journal, encoding='ascii') as file:
            done = int(file.read())
    with urllib.request.urlopen(urllib.request.Request(url, headers={'Range': f'bytes={done}-'})) as response:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        os.ftruncate(handle, done + int(response.headers['Content-Length']))
        while piece := response.read(_PIECE):
            done += len(piece)
            _save(journal, done)
            os.pwrite(handle, piece, done - len(piece))


def _save(journal, done):
    with open(journal + '.new', 'w', encoding='ascii') as file:
        file.write(str(done))
        file.flush()
        os.fsync(file.fileno())
    os.replace(journal + '.new', journal)


if __name__ == '__main__':
    main(*sys.argv[1:])
