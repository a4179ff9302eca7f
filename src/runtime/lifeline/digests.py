"""Digests that answers state, and which of them says most."""

import base64
import binascii
import re

SIZES = {'sha256': 32, 'sha1': 20, 'md5': 16}
STRENGTH = ('sha256', 'sha1', 'md5')


def server_digests(head):
    """Digests of the whole file that the server states, as {algorithm: hex}.

    Sources: RFC 9530 Repr-Digest, RFC 3230 Digest, Content-Digest and RFC 1864 Content-MD5 (of a whole body only),
    Google Cloud Storage x-goog-hash, S3 x-amz-checksum-*, and the linked ETag of Hugging Face, which is the SHA-256 of a
    large file.
    """
    found = structured(head.get('repr-digest', ''))

    def keep(digests):
        for algorithm, value in digests.items():
            found.setdefault(algorithm, value)

    if head.status == 200:
        keep(structured(head.get('content-digest', '')))
        keep(_decoded('md5', head.get('content-md5', '')))
    for name in ('digest', 'x-goog-hash'):
        for item in head.get(name, '').split(','):
            label, _, value = item.strip().partition('=')
            keep(_decoded(label, value))
    if head.get('x-amz-checksum-type', 'FULL_OBJECT').upper() == 'FULL_OBJECT':
        for name in ('sha256', 'sha1'):
            keep(_decoded(name, head.get(f'x-amz-checksum-{name}', '')))
    linked = (head.get('x-linked-etag') or '').strip('"')
    if re.fullmatch(r'[0-9a-f]{64}', linked):
        keep({'sha256': linked})
    return found


def structured(text):
    """The {algorithm: hex} of a Repr-Digest or Content-Digest field (RFC 9530)."""
    found = {}
    for item in text.split(','):
        match = re.fullmatch(r'\s*([\w-]+)=:([^:]*):\s*', item)
        if match:
            found.update(_decoded(match[1], match[2]))
    return found


def _decoded(name, text):
    """{algorithm: hex} of a digest in Base64; empty if it is of no kind that counts, or not whole."""
    name = {'sha-256': 'sha256', 'sha': 'sha1', 'sha-1': 'sha1'}.get(name.lower(), name.lower())
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return {}
    return {name: value.hex()} if len(value) == SIZES.get(name) else {}
