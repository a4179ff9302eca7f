"""Links that people really have: pages of repositories, share links, records. Each site's module turns them into files.

Shapes of the sites' answers are as documented or recorded by others in 2025 and 2026; nothing here was tried live.
"""

import os

from ..address import safe_path
from . import civitai, drive, github, huggingface, kaggle, onedrive, records, shares

_SITES = (huggingface, drive, github, kaggle, records, shares, onedrive, civitai)


def find(address, ask):
    """The files behind a link: a list of Found, or None if the address is that of a file for all that is known.

    `ask` is an Ask. Raises Failure, in words that say what to do, where the site does not give the file.
    """
    for site in _SITES:
        if address.host.removeprefix('www.') in site.HOSTS or address.host.endswith(site.HOST_ENDINGS):
            found = site.find(address, ask)
            return found and _named(found)
    return None


def _named(files):
    """The files, each with a safe name that no other has: what a site says may be unusable, or said twice."""
    files = list({file.url: file for file in files}.values())
    taken = set()
    for number, file in enumerate(files, 1):
        name = safe_path(file.name) if file.name else ''
        if len(files) > 1:
            name = name or f'file-{number}'
            stem, ending = os.path.splitext(name)
            while name in taken:
                stem += f'-{number}'
                name = stem + ending
        taken.add(name)
        file.name = name or None
    return files
