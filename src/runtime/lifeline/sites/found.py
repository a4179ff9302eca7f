"""What a site's module finds, and how it asks the site."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from ..address import Address
from ..errors import Failure
from ..net.source import Source
from ..net.transport import Connection

_LARGEST = 16 << 20


@dataclass
class Found:
    """One file: its own address, its name (a relative path) where the site gives one, size, and {algorithm: hex}."""

    url: str
    name: str | None = None
    size: int | None = None
    digests: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Answer:
    """A small answer: `head` as transport.Head has it, `address` the one that gave it, after all redirects."""

    head: object
    address: Address
    content: bytes

    @property
    def status(self):
        return self.head.status

    @property
    def is_page(self):
        return self.head.get('content-type', '').lower().startswith(('text/html', 'application/xhtml'))

    @property
    def text(self):
        return self.content.decode('utf-8', 'replace')

    def json(self, kind):
        """The JSON of a good answer, which must be of `kind` (dict or list)."""
        try:
            value = json.loads(self.content)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, kind):
            raise Failure('bad-response', f'{self.address.host} answered in a form that is not known')
        return value


class Ask:
    """Asks a site. `headers` are the user's own, for the link's origin; `secret(name)` gives a secret or raises Failure."""

    def __init__(self, address, headers, secret, quiet, register=lambda connection: None):
        self._address, self._headers = address, headers
        self._quiet, self._register = quiet, register
        self.secret = secret

    def get(self, url, headers=None, peek=False):
        """One GET, redirects followed; of a body that is no text only a glance is taken if `peek`. Raises Failure."""
        address = Address(url)
        own = self._headers if address.origin == self._address.origin else {}
        source = Source(address, {**own, **(headers or {})}, self._quiet)
        head, body, connection, answered = source.open((0, 65536) if peek else None, None, None, self._register)
        try:
            return Answer(head, answered, body.read_small(65536 if peek else _LARGEST))
        finally:
            connection.close()

    def post(self, url, value):
        """One POST of a JSON value; no redirect is followed. Raises Failure."""
        address = Address(url)
        connection = Connection(address, self._quiet)
        self._register(connection)
        try:
            head, body = connection.ask(address, {'Content-Type': 'application/json'}, json.dumps(value).encode())
            return Answer(head, address, body.read_small(_LARGEST))
        finally:
            connection.close()

    def get_known(self, url, site, token=None):
        """A GET that must succeed. Where the site wants to know who asks, and only then, the secret `token` is sent.

        Returns (Answer, headers that were needed).
        """
        answer, headers = self.get(url), {}
        if answer.status in (401, 403, 404) and token:
            try:
                headers = {'Authorization': f'Bearer {self.secret(token)}'}
            except Failure:
                if answer.status != 404:
                    raise Failure(
                        'login-needed', f'{site} gives this only to those who may see it: add {token} to Colab\'s Secrets'
                    ) from None
            else:
                answer = self.get(url, headers)
        check(answer, site)
        return answer, headers


def check(answer, site, advice='check the key in Colab\'s Secrets'):
    """Raises the Failure that a site's answer stands for; nothing if it is good. `advice` is for who may not have it."""
    status = answer.status
    if status in (200, 206):
        return
    if status in (401, 403):
        raise Failure('login-needed', f'{site} does not give this to you (status {status}); {advice}', status=status)
    if status in (404, 410):
        raise Failure('not-found', f'{site} has nothing at this link; check it in a browser', status=status)
    if status == 429 or status >= 500:
        raise Failure('server-busy', f'{site} is busy (status {status})', status=status)
    raise Failure('refused-by-server', f'{site} refused the request (status {status})', status=status)


def path_of(address):
    """The parts of an address's path, without empty ones."""
    return [part for part in address.path.split('/') if part]


def query_of(address):
    """The fields of an address's query, the first value of each."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address.text).query).items()}


def hex_or_none(text, length):
    """A digest in lower case if it is one of `length` hexadecimal digits."""
    return text.lower() if isinstance(text, str) and re.fullmatch(rf'[0-9a-fA-F]{{{length}}}', text) else None


def digests(**stated):
    """{algorithm: hex} of those that are what they should be."""
    lengths = {'sha256': 64, 'sha1': 40, 'md5': 32}
    return {name: value for name, text in stated.items() if (value := hex_or_none(text, lengths[name]))}


def size_or_none(value):
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def entry(record, *names):
    """A field inside nested records, None where anything on the way is missing or of another kind."""
    for name in names:
        record = record.get(name) if isinstance(record, dict) else None
    return record
