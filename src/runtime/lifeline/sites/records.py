"""Research records: Zenodo (https://developers.zenodo.org) and figshare (https://docs.figshare.com), which state MD5 sums."""

import re
from urllib.parse import unquote

from ..errors import Failure
from .found import Found, digests, entry, path_of, size_or_none

HOSTS = ('zenodo.org', 'figshare.com', 'doi.org')
HOST_ENDINGS = ('.figshare.com',)


def find(address, ask):
    if address.host.endswith('figshare.com'):
        return _figshare(address, ask)
    number = re.match(r'/10\.5281/zenodo\.(\d+)$' if address.host == 'doi.org' else r'/records?/(\d+)', address.path)
    return _zenodo(number[1], path_of(address), ask) if number else None


def _zenodo(number, parts, ask):
    answer, _ = ask.get_known(f'https://zenodo.org/api/records/{number}', 'Zenodo', 'ZENODO_TOKEN')
    files = entry(answer.json(dict), 'files')
    found = [
        Found(url, file['key'], size_or_none(file.get('size')), digests(md5=str(file.get('checksum')).removeprefix('md5:')))
        for file in (files if isinstance(files, list) else [])
        if isinstance(url := entry(file, 'links', 'self'), str)
        and url.startswith('https://zenodo.org/')
        and isinstance(file.get('key'), str)
    ]
    if 'files' in parts[:-1]:
        wanted = unquote('/'.join(parts[parts.index('files') + 1 :])).removesuffix('/content')
        found = [file for file in found if file.name == wanted]
    return _some(found, 'Zenodo')


def _figshare(address, ask):
    # /articles/[kind/]title/number[/version]
    match = re.fullmatch(r'/articles/.+?/(\d+)(?:/(\d+))?/?', address.path)
    if not match:
        return None
    url = f'https://api.figshare.com/v2/articles/{match[1]}' + (f'/versions/{match[2]}' if match[2] else '')
    answer, _ = ask.get_known(url, 'figshare')
    files = entry(answer.json(dict), 'files')
    found = [
        Found(url, file['name'], size_or_none(file.get('size')), digests(md5=file.get('computed_md5') or file.get('supplied_md5')))
        for file in (files if isinstance(files, list) else [])
        if isinstance(url := entry(file, 'download_url'), str)
        and re.match(r'https://([\w-]+\.)*figshare\.com/', url)
        and isinstance(file.get('name'), str)
    ]
    return _some(found, 'figshare')


def _some(found, site):
    if not found:
        raise Failure('not-found', f'This record on {site} has no such file, or its files are not public')
    return found
