"""Values that are kept out of the notebook: `{secret:NAME}` is replaced in the VM, from Colab's Secrets."""

import os
import re
from urllib.parse import quote

from .errors import Failure
from .redact import hide

_PLACE = re.compile(r'\{secret:([A-Za-z0-9_.-]{1,64})\}')
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = {'range', 'if-range', 'host', 'connection', 'accept-encoding', 'content-length', 'transfer-encoding'}
_VARIABLE = 'LIFELINE_SECRET_'
_LIKE_A_KEY = 8


def names_in(url, headers):
    """The names of the secrets that an address and a header mapping refer to."""
    return {name for text in (url, *headers.values()) if isinstance(text, str) for name in _PLACE.findall(text)}


def from_colab(name):
    """A secret's value: an environment variable LIFELINE_SECRET_<name>, else Colab's Secrets. Raises Failure."""
    value = os.environ.get(_VARIABLE + name)
    if value is not None:
        return value
    try:
        from google.colab import userdata
    except ImportError:
        raise Failure('no-secret', f'There is no secret {name} here; Secrets exist only in Colab') from None
    try:
        return userdata.get(name)
    except Exception:  # userdata has several errors of its own: absent, not granted, asked for without a user
        raise Failure('no-secret', f'Add {name} to Colab\'s Secrets (the key symbol) and allow this notebook to use it') from None


def environment():
    """The environment for a program that needs none of our secrets."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_VARIABLE)}


def fill_address(url, lookup):
    """The address with each `{secret:NAME}` replaced, percent-encoded. Raises Failure."""
    return _PLACE.sub(lambda match: quote(_value(match[1], lookup), safe=''), url)


def fill_headers(headers, lookup):
    """Checks headers and replaces each `{secret:NAME}` by `lookup(NAME)`. Raises Failure; its message shows no value."""
    filled = {}
    for name, value in headers.items():
        if not isinstance(value, str) or not _NAME.fullmatch(name):
            raise Failure('bad-header', 'A header must read like "Name: value"')
        if name.lower() in _OURS:
            raise Failure('bad-header', f'The header {name} is set by the download itself; leave it out')
        value = _PLACE.sub(lambda match: _value(match[1], lookup), value).strip()
        if re.search(r'[\x00-\x08\x0a-\x1f\x7f]', value) or not value.isprintable() and '\t' not in value:
            raise Failure('bad-header', f'The value of the header {name} holds a line break or a control character')
        # A value that was written out may be as secret as one that was not: as a whole, and what follows on "Bearer".
        for part in (value, value.rpartition(' ')[2]):
            if len(part) >= _LIKE_A_KEY:
                hide(part, f'[header {name}]')
        filled[name] = value
    return filled


def _value(name, lookup):
    value = lookup(name)
    for form in (value, value.strip(), quote(value, safe='')):
        hide(form, f'{{secret:{name}}}')
    return value
