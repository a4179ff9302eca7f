"""What a job's address comes to before its download begins. Whatever turns a link into another one belongs here."""

from dataclasses import dataclass
from urllib.parse import unquote

from .address import Address
from .redact import hide
from .secret import fill_address, fill_headers


@dataclass
class Resolved:
    """Where to fetch from and with which headers; `key` names the address in a journal, whatever its secrets are today."""

    address: Address
    key: str
    headers: dict[str, str]


def resolve(url, headers, lookup):
    """Checks an address and its headers and fills in their secrets by `lookup(name)`. Raises Failure."""
    key = Address(url).key
    address = Address(fill_address(url, lookup))
    for form in (address.password or '', unquote(address.password or '')):
        hide(form, '[password]')
    return Resolved(address, key, fill_headers(headers, lookup))
