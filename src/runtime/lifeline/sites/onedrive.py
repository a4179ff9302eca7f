"""OneDrive's personal share links, asked as its own page asks for a visitor who is not signed in.

The documented way (`api.onedrive.com/v1.0/shares`) answers such a visitor with 401 since 2024 (felixrieseberg/onedrive-link#1,
rclone#7898). The page's own way is documented nowhere: it is as others have seen it in 2025 and 2026.
"""

import base64
import re

from ..errors import Failure
from ..redact import hide
from .found import Found, check, digests, entry, query_of, size_or_none

HOSTS = ('1drv.ms', 'onedrive.live.com')
HOST_ENDINGS = ()

_TOKENS = 'https://api-badgerp.svc.ms/v1.0/token'
_PAGE = {'appId': '5cbed6ac-a083-4e14-b191-b4ba07653de2'}
_ADVICE = 'share it with everyone who has the link'
_SHARES = 'https://my.microsoftpersonalcontent.com/_api/v2.0/shares'


def find(address, ask):
    answer = ask.get(f'{_SHARES}/u!{_share(address)}/driveitem', {'Authorization': f'Badger {_token(ask)}', 'Prefer': 'autoredeem'})
    check(answer, 'OneDrive', _ADVICE)
    item = answer.json(dict)
    url = item.get('@content.downloadUrl')
    if 'folder' in item:
        raise Failure('bad-address', 'This OneDrive link is a folder; give the links of its files')
    if not isinstance(url, str) or not url.startswith('https://'):
        raise Failure('not-found', 'OneDrive gives no file for this link; check it in a browser')
    name, hashes = item.get('name'), entry(item, 'file', 'hashes')
    stated = digests(sha256=entry(hashes, 'sha256Hash'), sha1=entry(hashes, 'sha1Hash'))
    return [Found(url, name if isinstance(name, str) else None, size_or_none(item.get('size')), stated)]


def _token(ask):
    """The token that the page gets for a visitor."""
    answer = ask.post(_TOKENS, _PAGE)
    check(answer, 'OneDrive', _ADVICE)
    token = answer.json(dict).get('token')
    if not isinstance(token, str) or not re.fullmatch(r'[\x21-\x7e]{1,8192}', token):
        raise Failure('bad-response', 'OneDrive gave no token for a visitor')
    hide(token)
    return token


def _share(address):
    """The link in the encoding of sharing addresses (OneDrive API, "shares"); one that was opened already carries it."""
    redeem = query_of(address).get('redeem', '')
    if re.fullmatch(r'[\w-]+', redeem):
        return redeem
    text = address.text.partition('?')[0] if address.host == '1drv.ms' else address.text
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')
