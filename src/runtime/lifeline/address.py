"""Addresses: which are accepted, what of them may be shown, and the file name that they suggest."""

import hashlib
import os
import re
from urllib.parse import quote, unquote, urljoin, urlsplit

from .errors import Failure
from .redact import redact

_PORTS = {'http': 80, 'https': 443, 'ftp': 21}
MAX_NAME_BYTES = 230  # leaves room for the endings that a part and its journal add within the usual 255


class Address:
    """A checked absolute address. Raises Failure('bad-address') for anything that cannot be fetched."""

    def __init__(self, text, schemes=('http', 'https', 'ftp')):
        text = text.strip()
        if not text:
            raise Failure('bad-address', 'The address is empty; give one that begins with https://')
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise Failure('bad-address', 'The address is not well formed; check it for typing mistakes') from None
        if parts.scheme.lower() not in schemes or not parts.hostname:
            raise Failure('bad-address', 'Only complete http://, https:// and ftp:// addresses can be downloaded')
        if re.search(r'[\x00-\x20\x7f\ud800-\udfff]', text) or re.search(r'[^\w.:%-]', parts.hostname):
            raise Failure('bad-address', 'The address holds a blank or a control character; encode it as %20')
        self.scheme = parts.scheme.lower()
        try:
            self.host = parts.hostname.encode('idna').decode() if not parts.hostname.isascii() else parts.hostname
        except UnicodeError:
            raise Failure('bad-address', 'The host name of the address is not valid') from None
        self.port = port or _PORTS[self.scheme]
        self.user, self.password = parts.username, parts.password
        path = quote(parts.path or '/', safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|{}")
        self.target = path + ('?' + query if parts.query else '')
        self.path = parts.path
        host = f'[{self.host}]' if ':' in self.host else self.host
        self.netloc = host if self.port == _PORTS[self.scheme] else f'{host}:{self.port}'
        self.origin = f'{self.scheme}://{self.netloc}'
        self.text = self.origin + self.target

    @property
    def key(self):
        """Identifies the address in a journal without storing a secret that it may hold."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]

    def follow(self, location):
        """The address that a redirect leads to."""
        try:
            try:
                location = location.encode('latin-1').decode()  # servers write UTF-8 where only ASCII may be
            except UnicodeError:
                pass
            following = Address(urljoin(self.text, location), ('http', 'https'))
            if following.user is None and following.origin == self.origin:
                following.user, following.password = self.user, self.password
            return following
        except (Failure, ValueError):
            raise Failure('redirect-unsafe', f'{self.host} redirects to something that is not a web address') from None


def safe_name(name):
    """A name from outside made safe as a file name in one folder; '' if nothing of it is usable."""
    name = name.replace('\\', '/').rsplit('/', 1)[-1]
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]', '_', name).strip(' .')
    name = name.encode('utf-8', 'replace').decode()
    stem, ending = os.path.splitext(name)
    while len((stem + ending).encode()) > MAX_NAME_BYTES:
        stem, ending = (stem[:-1], ending) if len(ending.encode()) < 32 and stem else (stem + ending[:-1], '')
    return stem + ending


def safe_path(path):
    """A relative path from outside made safe: its parts as file names, none that leads up; '' if nothing is left."""
    return '/'.join(name for part in path.replace('\\', '/').split('/') if (name := safe_name(part)))


def name_from(disposition, address):
    """The file name that a response suggests: Content-Disposition (RFC 6266), else the address, else 'download'."""
    suggested = ''
    extended = re.search(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", disposition or '', re.IGNORECASE)
    if extended:  # goes before a plain filename (RFC 6266 section 4.3); the standard library takes what comes first
        try:
            suggested = unquote(extended[2], extended[1], 'strict')
        except (LookupError, UnicodeError):
            pass
    if disposition and not suggested:
        from email.message import Message  # here, as few names need it and all would wait for it

        message = Message()
        message['Content-Disposition'] = disposition.encode('latin-1', 'replace').decode('utf-8', 'replace')
        try:
            suggested = message.get_filename() or ''
        except (LookupError, ValueError):
            suggested = ''
    return safe_name(redact(suggested)) or safe_name(redact(unquote(address.path))) or 'download'
