"""GitHub: files of a repository, release pages and their assets (REST API, https://docs.github.com/rest/releases)."""

from urllib.parse import unquote

from ..errors import Failure
from .found import Found, digests, entry, path_of, size_or_none

HOSTS = ('github.com',)
HOST_ENDINGS = ()

_API = 'https://api.github.com/repos'
_TOKEN = 'GITHUB_TOKEN'


def find(address, ask):
    parts = path_of(address)
    if len(parts) < 3:
        return None
    repository, what, rest = '/'.join(parts[:2]), parts[2], parts[3:]
    if what == 'blob' and len(rest) >= 2:
        return [Found(f'https://github.com/{repository}/raw/{"/".join(rest)}', unquote(rest[-1]))]
    if what != 'releases':
        return None
    if rest[:1] == ['download'] and len(rest) == 3:
        return [_asset(address, repository, rest[1], unquote(rest[2]), ask)]
    if rest[:1] == ['tag'] and len(rest) == 2:
        return _assets(f'{_API}/{repository}/releases/tags/{rest[1]}', ask)
    if rest in ([], ['latest']):
        return _assets(f'{_API}/{repository}/releases/latest', ask)
    return None


def _asset(address, repository, tag, name, ask):
    """One asset, with its digest where the API tells it; without the API, whose use is counted, the file is there as well."""
    answer = ask.get(f'{_API}/{repository}/releases/tags/{tag}')
    if answer.status == 200:
        for found in _listed(answer):
            if found.name == name:
                return found
    return Found(address.text, name)


def _assets(url, ask):
    answer, _ = ask.get_known(url, 'GitHub', _TOKEN)
    found = _listed(answer)
    if not found:
        raise Failure('not-found', 'This release on GitHub has no files but its source; give the address of the archive')
    return found


def _listed(answer):
    assets = entry(answer.json(dict), 'assets')
    return [
        Found(
            url,
            asset['name'],
            size_or_none(asset.get('size')),
            # GitHub states `sha256:…` for assets uploaded since June 2025.
            digests(sha256=str(asset.get('digest')).removeprefix('sha256:')),
        )
        for asset in (assets if isinstance(assets, list) else [])
        if isinstance(url := entry(asset, 'browser_download_url'), str)
        and url.startswith('https://github.com/')
        and isinstance(asset.get('name'), str)
    ]
