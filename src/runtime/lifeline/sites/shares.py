"""Share links that lead to a page, and to the file once they are asked another way: Dropbox, SharePoint and OneDrive of an organisation."""

from urllib.parse import urlencode, urlsplit, parse_qsl

from .found import Found

HOSTS = ('dropbox.com',)
HOST_ENDINGS = ('.sharepoint.com',)


def find(address, ask):
    del ask  # these links hold all that there is to know
    host = address.host.removeprefix('www.')
    if host == 'dropbox.com':
        return [Found(_with(address, 'dl', '1'))] if address.path.startswith(('/s/', '/scl/', '/sh/')) else None
    return [Found(_with(address, 'download', '1'))] if address.path.startswith('/:') else None


def _with(address, name, value):
    fields = [(key, given) for key, given in parse_qsl(urlsplit(address.text).query, keep_blank_values=True) if key != name]
    return f'{address.origin}{address.target.split("?")[0]}?{urlencode([*fields, (name, value)])}'
