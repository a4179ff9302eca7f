"""What a job's address comes to before its download begins. Whatever turns a link into another one belongs here."""

from dataclasses import dataclass, field
from urllib.parse import unquote

from .address import Address
from .redact import hide
from .secret import fill_address, fill_headers
from .sites import find
from .sites.found import Ask


@dataclass
class Resolved:
    """Where to fetch from and with which headers; `key` names the address in a journal, whatever its secrets are today."""

    address: Address
    key: str
    headers: dict[str, str]
    name: str | None = None  # a relative path, where the site that was asked gives one
    size: int | None = None
    digests: dict[str, str] = field(default_factory=dict)


def resolve(url, headers, lookup):
    """Checks an address and its headers and fills in their secrets by `lookup(name)`. Raises Failure."""
    key = Address(url).key
    address = Address(fill_address(url, lookup))
    for form in (address.password or '', unquote(address.password or '')):
        hide(form, '[password]')
    return Resolved(address, key, fill_headers(headers, lookup))


def files_behind(link, lookup, quiet):
    """The files that a resolved link stands for: itself, unless it is one of a site that is known. Raises Failure.

    `quiet` is how many seconds the site may say nothing.
    """
    found = find(link.address, Ask(link.address, link.headers, lookup, quiet))
    if found is None:
        return [link]
    files = []
    for file in found:
        address = Address(file.url)
        own = link.headers if address.origin == link.address.origin else {}
        # A lone file goes on from what an earlier answer of its site led to: that changes with each answer.
        key = link.key if len(found) == 1 else address.key
        files.append(Resolved(address, key, {**own, **file.headers}, file.name, file.size, file.digests))
    return files
