"""Kaggle: a data set or a competition's data as the one archive that its API gives; the key comes from Colab's Secrets."""

import base64

from ..errors import Failure
from .found import Found, path_of, query_of

HOSTS = ('kaggle.com',)
HOST_ENDINGS = ()

_API = 'https://www.kaggle.com/api/v1'


def find(address, ask):
    parts = path_of(address)
    if parts[:1] == ['datasets'] and len(parts) >= 3:
        owner, name = parts[1:3]
        version = parts[4] if parts[3:4] == ['versions'] and len(parts) > 4 else query_of(address).get('datasetVersionNumber')
        url = f'{_API}/datasets/download/{owner}/{name}'
        if version and version.isdigit():
            url += f'?datasetVersionNumber={version}'
        return [Found(url, f'{name}.zip', headers=_key(ask))]
    if parts[:1] in (['competitions'], ['c']) and len(parts) >= 2:
        return [Found(f'{_API}/competitions/data/download-all/{parts[1]}', f'{parts[1]}.zip', headers=_key(ask))]
    if parts[:2] == ['api', 'v1']:
        return [Found(address.text, headers=_key(ask))]
    raise Failure('bad-address', 'Of Kaggle, data sets and competitions can be downloaded: give the address of such a page')


def _key(ask):
    """The newer API token if it is there, else the pair of user name and key."""
    try:
        return {'Authorization': f'Bearer {ask.secret("KAGGLE_API_TOKEN")}'}
    except Failure:
        pass
    try:
        pair = f'{ask.secret("KAGGLE_USERNAME")}:{ask.secret("KAGGLE_KEY")}'
    except Failure:
        raise Failure(
            'login-needed', 'Kaggle wants to know who asks: add KAGGLE_USERNAME and KAGGLE_KEY (from kaggle.json) to Colab\'s Secrets'
        ) from None
    return {'Authorization': 'Basic ' + base64.b64encode(pair.encode()).decode()}
