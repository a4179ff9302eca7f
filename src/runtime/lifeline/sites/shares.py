"""Share links that lead to a page, and to the file once they are asked another way: Dropbox, OneDrive, SharePoint."""

import base64
from urllib.parse import urlencode, urlsplit, parse_qsl

from .found import Found

HOSTS = ('dropbox.com', '1drv.ms', 'onedrive.live.com')
HOST_ENDINGS = ('.sharepoint.com',)


def find(address, ask):
    del ask  # these links hold all that there is to know
    host = address.host.removeprefix('www.')
    if host == 'dropbox.com':
        return [Found(_with(address, 'dl', '1'))] if address.path.startswith(('/s/', '/scl/', '/sh/')) else None
    if host.endswith('.sharepoint.com'):
        return [Found(_with(address, 'download', '1'))] if address.path.startswith('/:') else None
    # The encoding that Microsoft gives for sharing addresses (OneDrive API, "shares").
    token = base64.urlsafe_b64encode(address.text.encode()).decode().rstrip('=')
    return [Found(f'https://api.onedrive.com/v1.0/shares/u!{token}/root/content')]


def _with(address, name, value):
    fields = [(key, given) for key, given in parse_qsl(urlsplit(address.text).query, keep_blank_values=True) if key != name]
    return f'{address.origin}{address.target.split("?")[0]}?{urlencode([*fields, (name, value)])}'
