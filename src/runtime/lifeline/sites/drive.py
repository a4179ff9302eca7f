"""Google Drive share links: the warning page is answered, a page that stands in for the file is told by its name."""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode

from ..address import name_from
from ..errors import Failure
from ..net.pages import refusal
from .found import Found, check, path_of, query_of

HOSTS = ('drive.google.com', 'docs.google.com', 'drive.usercontent.google.com')
HOST_ENDINGS = ()

_DOWNLOAD = 'https://drive.usercontent.google.com/download'


def find(address, ask):
    parts, query = path_of(address), query_of(address)
    if 'folders' in parts:
        raise Failure(
            'bad-address', 'A Drive folder cannot be listed by its link; mount Drive in the notebook and copy it, or give the links of its files'
        )
    if address.host == 'docs.google.com' and parts[:1] and parts[0] in ('document', 'spreadsheets', 'presentation', 'forms'):
        raise Failure('bad-address', 'This is a Google document, not a file; download it in a format of your choice from its menu')
    found = re.search(r'/d/([\w-]{10,})', address.path)
    key = found[1] if found else query.get('id', '')
    if not re.fullmatch(r'[\w-]{10,}', key):
        return None
    fields = {'id': key, 'export': 'download', 'confirm': 't'}
    if 'resourcekey' in query:
        fields['resourcekey'] = query['resourcekey']
    return [_confirmed(f'{_DOWNLOAD}?{urlencode(fields)}', ask)]


def _confirmed(url, ask):
    """Follows the form that asks to go on without a virus scan, at most twice."""
    for _ in range(3):
        answer = ask.get(url, peek=True)
        if answer.address.host == 'accounts.google.com':
            raise Failure('login-needed', 'This Drive file is not shared with everyone; share it by link, or mount Drive and copy it')
        if not answer.is_page:
            check(answer, 'Google Drive', 'share it by link, or mount Drive and copy it')
            return Found(url, name_from(answer.head.get('content-disposition'), answer.address))
        form = _Form()
        form.feed(answer.text)
        if form.action is None or not form.action.startswith(_DOWNLOAD):
            break
        url = f'{form.action}?{urlencode(form.fields)}'
    raise refusal(answer.text) or Failure('web-page', 'Google Drive sent a page instead of the file; open the link in a browser to see why')


class _Form(HTMLParser):
    """The form `download-form`: where it leads, and its hidden fields."""

    def __init__(self):
        super().__init__()
        self.action, self.fields, self._inside = None, {}, False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == 'form' and given.get('id') == 'download-form':
            self.action, self._inside = given.get('action') or '', True
        elif tag == 'input' and self._inside and given.get('type') == 'hidden' and given.get('name'):
            self.fields[given['name']] = given.get('value') or ''

    def handle_endtag(self, tag):
        if tag == 'form':
            self._inside = False
