"""Header values that are kept out of the notebook: `{secret:NAME}` is replaced in the VM, from Colab's Secrets."""

import os
import re

from .errors import Failure

_PLACE = re.compile(r'\{secret:([A-Za-z0-9_.-]{1,64})\}')
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = {'range', 'if-range', 'host', 'connection', 'accept-encoding', 'content-length', 'transfer-encoding'}


def names_in(headers):
    """The names of the secrets that a header mapping refers to."""
    return {name for value in headers.values() for name in _PLACE.findall(value)}


def from_colab(name):
    """A secret's value: an environment variable LIFELINE_SECRET_<name>, else Colab's Secrets. Raises Failure."""
    value = os.environ.get(f'LIFELINE_SECRET_{name}')
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


def fill_in(headers, lookup):
    """Checks headers and replaces each `{secret:NAME}` by `lookup(NAME)`. Raises Failure; its message shows no value."""
    filled = {}
    for name, value in headers.items():
        if not isinstance(value, str) or not _NAME.fullmatch(name):
            raise Failure('bad-header', 'A header must read like "Name: value"')
        if name.lower() in _OURS:
            raise Failure('bad-header', f'The header {name} is set by the download itself; leave it out')
        value = _PLACE.sub(lambda match: lookup(match[1]), value)
        if re.search(r'[\x00-\x08\x0a-\x1f\x7f]', value) or not value.isprintable() and '\t' not in value:
            raise Failure('bad-header', f'The value of the header {name} holds a line break or a control character')
        filled[name] = value.strip()
    return filled
