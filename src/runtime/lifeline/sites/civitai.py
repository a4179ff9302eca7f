"""Civitai: a model's page, or the address of one version (https://developer.civitai.com/site/reference)."""

import re

from ..errors import Failure
from .found import Found, digests, entry, path_of, query_of

HOSTS = ('civitai.com', 'civitai.green', 'civitai.red')
HOST_ENDINGS = ()

_API = 'https://civitai.com/api/v1'
_TOKEN = 'CIVITAI_TOKEN'


def find(address, ask):
    parts = path_of(address)
    if parts[:3] == ['api', 'download', 'models'] and len(parts) == 4:
        return [_file(parts[3], ask)]
    if parts[:1] != ['models'] or len(parts) < 2 or not parts[1].isdigit():
        return None
    version = query_of(address).get('modelVersionId')
    if version is None:
        answer, _ = ask.get_known(f'{_API}/models/{parts[1]}', 'Civitai', _TOKEN)
        versions = entry(answer.json(dict), 'modelVersions')
        version = entry(versions[0], 'id') if isinstance(versions, list) and versions else None
    return [_file(str(version), ask)]


def _file(version, ask):
    """The main file of one version of a model."""
    if not version.isdigit():
        raise Failure('not-found', 'This model on Civitai has no version that can be downloaded')
    answer, headers = ask.get_known(f'{_API}/model-versions/{version}', 'Civitai', _TOKEN)
    files = entry(answer.json(dict), 'files')
    files = [file for file in (files if isinstance(files, list) else []) if isinstance(entry(file, 'downloadUrl'), str)]
    main = next((file for file in files if file.get('primary')), files[0] if files else None)
    if main is None or not re.match(r'https://civitai\.(com|green|red)/', main['downloadUrl']):
        raise Failure('not-found', 'This model on Civitai has no file that can be downloaded')
    name = main.get('name')
    url = main['downloadUrl']
    return Found(
        url,
        name if isinstance(name, str) else None,
        digests=digests(sha256=entry(main, 'hashes', 'SHA256')),
        headers=headers or _token_if_needed(url, ask),
    )


def _token_if_needed(url, ask):
    """Many files are given only to those who are signed in, which the list does not say: the file's own address does."""
    answer = ask.get(url, peek=True)
    if answer.status not in (401, 403):
        return {}
    try:
        return {'Authorization': f'Bearer {ask.secret(_TOKEN)}'}
    except Failure:
        raise Failure(
            'login-needed', f'Civitai gives this file only to those who are signed in: add {_TOKEN} to Colab\'s Secrets'
        ) from None
