"""What is known of the remote file, and the judgement whether an answer belongs to the same version of it.

Pure: no network, no disk. The rules are RFC 9110 sections 13.1.5 (If-Range), 14.4 (Content-Range), 15.3.7 (206) and
15.5.17 (416), hardened by what servers are known to do wrong.
"""

import mimetypes
import os
import re
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from ..digests import server_digests, structured
from ..errors import Failure

_CONTENT_RANGE = re.compile(r'bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)', re.IGNORECASE)
_UNSATISFIED = re.compile(r'bytes\s+\*/(\d{1,18})', re.IGNORECASE)
_PAGES = ('text/html', 'application/xhtml+xml')
_MESSAGES = ('application/json', 'application/problem+json', 'application/xml', 'text/xml', 'text/plain')
_LONGEST_MESSAGE = 64 << 10
_MADE_PAGES = ('.php', '.asp', '.aspx', '.jsp', '.cgi', '.pl', '.do', '.htm', '.md')
_NO_CODINGS = {'', 'identity', 'none', 'binary', 'aws-chunked', 'utf-8'}
_ARCHIVES = {'.gz': {'gzip', 'x-gzip'}, '.tgz': {'gzip', 'x-gzip'}, '.svgz': {'gzip', 'x-gzip'}, '.br': {'br'}, '.zst': {'zstd'}}


@dataclass
class Resource:
    """One version of a remote file.

    `etags` holds every tag that was proven to name these same bytes; `ranges` is whether the server says that it can
    send parts, None if it does not say; `counted` is False if nothing but the end of a connection told the size.
    `elsewhere`: another address told this, and nothing has shown yet that the present one leads to the same bytes.
    """

    size: int | None = None
    etags: list[str] = field(default_factory=list)
    modified: str | None = None
    strong_date: bool = False
    kind: str | None = None
    digests: dict[str, str] = field(default_factory=dict)
    ranges: bool | None = None
    counted: bool = True
    elsewhere: bool = False

    @property
    def validator(self):
        """What If-Range may carry: a strong tag, else a date that is strong; None if there is neither.

        Where tags differ from node to node, asking by one of them would only ever bring the whole file.
        """
        if len(self.etags) > 1:
            return None
        if self.etags and not self.etags[0].startswith('W/'):
            return self.etags[0]
        return self.modified if self.strong_date and not self.etags else None

    @property
    def provable(self):
        """Whether another connection's bytes can be shown to be of this version without comparing them."""
        return not self.elsewhere and bool(self.validator or self.modified or self.digests)

    def told_elsewhere(self):
        """What of this counts for another address: tags and dates are its server's own, size and digests the file's."""
        return Resource(self.size, kind=self.kind, digests=self.digests, elsewhere=True)

    def told_here(self, told):
        """This, now that the present address, which tells `told` of the file, has shown the same bytes."""
        return replace(told, size=self.size, digests={**told.digests, **self.digests}, counted=self.counted)


@dataclass
class Slice:
    """An answer that may be used: its body holds bytes `start` up to `end` (None: to its own end).

    `fresh` is None if the bytes are of the known version, else what is known of the whole that was sent instead.
    `compare` asks for proof: what is held must equal what comes before anything new is believed.
    `total` and `told` are what the answer says of the whole file, `sha256` (hex) what it says of its own body.
    """

    start: int
    end: int | None
    fresh: Resource | None
    compare: bool = False
    total: int | None = None
    told: Resource | None = None
    sha256: str | None = None


class Changed(Exception):
    """The remote file is another one than before: what is held of it must go."""


class Unproven(Exception):
    """The answer may be of another version: nothing but all bytes from the start can tell."""


def describe(head, total):
    """The Resource that a 200 or 206 answer tells of."""
    etag = head.get('etag')
    if etag is not None and not re.fullmatch(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"', etag):
        etag = None
    modified = _date(head.get('last-modified'))
    sent = _date(head.get('date'))
    return Resource(
        size=total,
        etags=[etag] if etag else [],
        modified=head.get('last-modified') if modified else None,
        # A date is strong only if the file was already at rest when it was sent (RFC 9110 section 8.8.2.2).
        strong_date=bool(modified and sent and (sent - modified).total_seconds() >= 1),
        kind=head.get('content-type', '').split(';')[0].strip().lower() or None,
        digests=server_digests(head),
        ranges=head.status == 206 or {'bytes': True, 'none': False}.get(head.get('accept-ranges', '').strip().lower()),
    )


def judge(head, asked, known, names=()):
    """Decides what a response is worth.

    `asked` is (start, end or None) of the Range that was sent, or None if none was; `known` the Resource so far, or None;
    `names` are what the file is called there and here, which says what kind it should be.
    Returns a Slice; raises Changed or Unproven, or a Failure that says what is wrong with the answer.
    """
    status = head.status
    if status == 416 and asked:
        match = _UNSATISFIED.fullmatch(head.get('content-range', '').strip())
        if match and known and known.size is not None and int(match[1]) != known.size:
            raise Changed
        if match and known and known.size is None and int(match[1]) == asked[0]:
            return Slice(asked[0], asked[0], None, total=asked[0])
        raise Failure('bad-range', 'The server refused a part that it should have')
    if status not in (200, 206):
        raise _status_failure(head)
    _refuse_coding(head, names)
    _refuse_page(head, known, names)
    span = span_of(head)
    if status == 206 and span is None:
        raise Failure('bad-range', 'The server sent a part without saying which one')
    if span is None or (status == 200 and not (asked and span[0] == asked[0])):
        return _whole(head, known)
    return _part(head, span, asked or (0, None), known)


def _whole(head, known):
    fresh = describe(head, None if head.chunked else head.length)
    same_size = known is not None and (None in (known.size, fresh.size) or known.size == fresh.size)
    if known is not None and known.elsewhere:
        same_size = known.size == fresh.size
    same = same_size and not contradict(fresh.digests, known.digests)
    return Slice(0, None, fresh, same, fresh.size, fresh)


def _part(head, span, asked, known):
    start, end, total = span
    if start > asked[0] or end <= asked[0]:
        raise Failure('bad-range', 'The server sent another part than the one asked for')
    if not head.chunked and head.length is not None and head.length != end - start:
        raise Failure('bad-range', 'The server sent a part whose length contradicts its range')
    if asked[1] is not None:
        end = min(end, asked[1])
    fresh = describe(head, total)
    if known is None:
        if start:
            raise Failure('bad-range', 'The server sent another part than the one asked for')
        return Slice(start, end, fresh, total=total)
    if total is not None and known.size is not None and total != known.size or contradict(fresh.digests, known.digests):
        raise Changed
    if known.elsewhere and total is None:
        raise Unproven
    sha256 = structured(head.get('content-digest', '')).get('sha256')
    if fresh.digests.items() & known.digests.items():
        return Slice(start, end, None, total=total, told=fresh, sha256=sha256)
    same_tag = bool(fresh.etags) and fresh.etags[0] in known.etags
    same_date = fresh.modified is not None and fresh.modified == known.modified
    other_tag = bool(fresh.etags and known.etags) and not same_tag
    other_date = None not in (fresh.modified, known.modified) and not same_date
    if other_date and not same_tag:
        raise Changed
    if other_tag and not same_date and len(known.etags) < 2:
        raise Unproven  # another version, or another node of a fleet that names the same bytes otherwise
    strong = same_tag and not fresh.etags[0].startswith('W/')
    compare = not (strong or (same_date and not other_tag and known.strong_date))
    return Slice(start, end, None, compare, total, fresh, sha256)


def contradict(these, those):
    """Whether two {algorithm: hex} of a file cannot both be right."""
    return any(those.get(name, value) != value for name, value in these.items())


def _refuse_coding(head, names):
    codings = {coding.strip().lower() for coding in head.get('content-encoding', '').split(',')} - _NO_CODINGS
    # Many servers call a file that is itself compressed encoded, too; its bytes are then sent as they are.
    if codings and not any(codings <= _ARCHIVES.get(_ending(name), set()) for name in names):
        coding = ', '.join(sorted(codings))
        raise Failure('encoded-body', f'The server sends this file only {coding}-encoded, which cannot be resumed safely')


def _refuse_page(head, known, names):
    kind = head.get('content-type', '').split(';')[0].strip().lower()
    if kind == 'multipart/byteranges':
        raise Failure('bad-range', 'The server sent several parts at once')
    if kind not in _PAGES + _MESSAGES or 'attachment' in head.get('content-disposition', '').lower():
        return
    page = kind in _PAGES
    if not page and not (head.length or 0) < _LONGEST_MESSAGE:
        return
    expected = known.kind == kind if known else not any(_is_data(name, page) for name in names)
    if not expected:
        what = 'a web page' if page else 'a message'
        raise Failure('web-page', f'The server sent {what} instead of the file; open the address in a browser to see why')


def _is_data(name, or_unknown):
    """Whether a name's ending says that its file is neither page nor text; `or_unknown`: whether one nobody knows does."""
    ending = _ending(name)
    guess = mimetypes.guess_type('x' + ending)[0]
    if guess is None:
        return or_unknown and bool(re.fullmatch(r'\.(?=.*[a-z])[a-z0-9]{1,12}', ending)) and ending not in _MADE_PAGES
    return not re.match(r'text/|application/(xhtml|json|xml|.*[+](xml|json))', guess)


def _ending(name):
    return os.path.splitext(name)[1].lower()


def span_of(head):
    """(start, end exclusive, total or None) of a valid Content-Range, None if there is none."""
    text = head.get('content-range')
    if text is None:
        return None
    match = _CONTENT_RANGE.fullmatch(text.strip())
    if not match:
        raise Failure('bad-range', 'The server sent a Content-Range that makes no sense')
    start, last = int(match[1]), int(match[2])
    total = None if match[3] == '*' else int(match[3])
    if last < start or (total is not None and last >= total):
        raise Failure('bad-range', 'The server sent a Content-Range that makes no sense')
    return start, last + 1, total


def _status_failure(head):
    status = head.status
    wait = retry_after(head)
    if status in (404, 410):
        return Failure('not-found', f'The server has no such file (status {status}); check the address', wait, status)
    if status in (401, 407):
        return Failure('login-needed', f'The server wants a login (status {status}); add a header with the key', wait, status)
    if status in (403, 451):
        return Failure('forbidden', f'The server does not give this file (status {status}); the link may have expired', wait, status)
    if status in (408, 425, 429, 503, 509):
        return Failure('server-busy', f'The server is busy (status {status})', wait, status)
    if status >= 500:
        return Failure('server-error', f'The server failed (status {status})', wait, status)
    if status == 412:
        raise Changed
    if 300 <= status < 400:
        return Failure('bad-response', f'The server answered with an unusable redirect (status {status})', wait, status)
    return Failure('refused-by-server', f'The server refused the request (status {status})', wait, status)


def retry_after(head):
    """Seconds that Retry-After asks for (RFC 9110 section 10.2.3), None if it is absent or absurd."""
    text = (head.get('retry-after') or '').strip()
    if re.fullmatch(r'\d{1,9}', text):
        return float(text)
    when, sent = _date(text), _date(head.get('date'))
    if when and sent:
        return max(0.0, (when - sent).total_seconds())
    return None


def _date(text):
    try:
        when = parsedate_to_datetime(text) if text else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return when if when is not None and when.tzinfo is not None else None
