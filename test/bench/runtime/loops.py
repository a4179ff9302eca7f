"""Download loops with `requests` as people write them. Run as a program: loops.py KIND URL FILE [TRIES].

once    one answer, 8 KiB at a time: the first example that one finds
append  that with Range and "ab", tried again after errors: the usual way to "add resume"
gdown   as gdown --continue does it: appends 512 KiB pieces of whatever comes to a .part, then renames it
"""

import os
import sys
import time

import requests


def once(url, path, tries):
    with requests.get(url, stream=True, timeout=30) as response:
        response.raise_for_status()
        with open(path, 'wb') as file:
            for chunk in response.iter_content(chunk_size=8192):
                file.write(chunk)


def append(url, path, tries):
    for attempt in range(tries):
        have = os.path.getsize(path) if os.path.exists(path) else 0
        try:
            with requests.get(url, headers={'Range': f'bytes={have}-'} if have else {}, stream=True, timeout=3) as response:
                response.raise_for_status()
                with open(path, 'ab') as file:
                    for chunk in response.iter_content(chunk_size=8192):
                        file.write(chunk)
            return
        except requests.RequestException:
            if attempt == tries - 1:
                raise
            time.sleep(0.5)


def gdown(url, path, tries):
    part = path + '.part'
    have = os.path.getsize(part) if os.path.exists(part) else 0
    session = requests.Session()
    with open(part, 'ab') as file:
        response = session.get(url, headers={'Range': f'bytes={have}-'} if have else {}, stream=True)
        for chunk in response.iter_content(chunk_size=512 * 1024):
            file.write(chunk)
    os.replace(part, path)


if __name__ == '__main__':
    kind, url, path, *tries = sys.argv[1:]
    {'once': once, 'append': append, 'gdown': gdown}[kind](url, path, int(tries[0]) if tries else 6)
