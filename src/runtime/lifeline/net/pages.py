"""Web pages that sites send in place of a file: what they mean, in plain words. Never more than their beginning is read."""

import re

from ..errors import Failure

# What the page says: (words in it, the code, what to do). Seen in 2025 and 2026 at Google Drive, Dropbox, OneDrive, MEGA-like hosts.
_KINDS = (
    (
        r'quota exceeded|too many users have viewed or downloaded|download quota|bandwidth limit|traffic limit',
        'quota-exceeded',
        'Too many people downloaded this file: the site gives it out again later, often after 24 hours; or ask for another link',
    ),
    (
        r'virus scan warning|too large for google to scan|can.t scan this file for viruses',
        'web-page',
        'The site asks to confirm the download without a virus scan; give the share link itself, Lifeline then confirms it',
    ),
    (
        r'<title>[^<]*(sign.?in|log.?in|log on|anmelden|connexion|iniciar sesi)|accounts\.google\.com/(v3/)?signin|id="?login-form',
        'login-needed',
        'The site wants a login: share the file by link, or add a header with the key',
    ),
    (
        r'<title>[^<]*(just a moment|attention required)|cf-challenge|captcha',
        'forbidden',
        'The site wants to see a browser first (a check against robots); ask its owner for another link',
    ),
    (
        r'(link|file|page|item)[^<.]{0,40}(expired|no longer (available|exists)|has been (deleted|removed))',
        'not-found',
        'The site says that the file or the link is gone; ask for a new link',
    ),
)


def refusal(text):
    """The Failure that a page stands for, None if it is no page that is known."""
    text = text[:65536].lower()
    for words, code, advice in _KINDS:
        if re.search(words, text):
            return Failure(code, advice)
    return None


def explained(failure, body):
    """A 'web-page' Failure in the page's own terms, as far as its beginning (of a transport.Body) tells; any other as it is."""
    if failure.code != 'web-page':
        return failure
    return refusal(body.read_small(65536).decode('utf-8', 'replace')) or failure
