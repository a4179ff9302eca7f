"""Hugging Face: files and whole repositories at a revision (hub API, https://huggingface.co/docs/hub/api)."""

import re
from urllib.parse import quote, unquote

from ..errors import Failure
from .found import Found, digests, entry, path_of, size_or_none

HOSTS = ('huggingface.co', 'hf.co')
HOST_ENDINGS = ()

_SITE = 'https://huggingface.co'
_TOKEN = 'HF_TOKEN'
_KINDS = {'datasets': 'datasets', 'spaces': 'spaces'}
_MOST_PAGES = 100


def find(address, ask):
    parts = [unquote(part) for part in path_of(address)]
    kind = _KINDS.get(parts[0], 'models') if parts else None
    prefix = '' if kind == 'models' else f'{kind}/'
    parts = parts if kind == 'models' else parts[1:]
    view = next((index for index in (1, 2) if parts[index : index + 1] and parts[index] in ('tree', 'blob', 'resolve')), None)
    if view is None:
        if len(parts) not in (1, 2) or parts[0] in ('api', 'docs', 'papers', 'collections', 'models'):
            return None
        repository, revision, path, what = '/'.join(parts), 'main', '', 'tree'
    else:
        what, repository = parts[view], '/'.join(parts[:view])
        revision = parts[view + 1] if len(parts) > view + 1 else 'main'
        path = '/'.join(parts[view + 2 :])
    root = f'{_SITE}/{prefix}{quote(repository)}'
    if what != 'tree':
        return [_file(root, revision, path, ask)]
    return _tree(f'{_SITE}/api/{kind}/{quote(repository)}', root, revision, path, ask)


def _file(root, revision, path, ask):
    url = f'{root}/resolve/{quote(revision, safe="")}/{quote(path)}'
    answer = ask.get(url, peek=True)
    headers = {}
    if answer.status in (401, 403, 404):
        # The same answers stand for a private repository and for one that does not exist.
        answer, headers = ask.get_known(url, 'Hugging Face', _TOKEN)
    return Found(url, path.rsplit('/', 1)[-1], headers=headers)


def _tree(api, root, revision, path, ask):
    """All files of a repository or folder, held to the commit that the revision means now."""
    answer, headers = ask.get_known(f'{api}/revision/{quote(revision, safe="")}', 'Hugging Face', _TOKEN)
    commit = answer.json(dict).get('sha')
    if not isinstance(commit, str) or not re.fullmatch(r'[0-9a-f]{40}', commit):
        raise Failure('bad-response', 'Hugging Face did not say which commit this revision is')
    name = root.rsplit('/', 1)[-1]
    url = f'{api}/tree/{commit}' + (f'/{quote(path)}' if path else '') + '?recursive=true'
    files = []
    for _ in range(_MOST_PAGES):
        answer = ask.get(url, headers)
        for item in answer.json(list):
            if entry(item, 'type') != 'file' or not isinstance(entry(item, 'path'), str):
                continue
            files.append(
                Found(
                    f'{root}/resolve/{commit}/{quote(item["path"], errors="replace")}',
                    f'{unquote(name)}/{item["path"]}',
                    size_or_none(item.get('size')),
                    digests(sha256=entry(item, 'lfs', 'oid')),
                    headers,
                )
            )
        following = re.search(r'<([^>]+)>;\s*rel="next"', answer.head.get('link', ''))
        if not following or not following[1].startswith(f'{_SITE}/'):
            break
        url = following[1]
    if not files:
        raise Failure('not-found', 'This repository or folder on Hugging Face holds no files')
    return files
