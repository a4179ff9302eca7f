"""The journal beside a part: what of it may be believed after any crash.

One file, replaced whole at each save: a line with magic, version and checksum, then one line of JSON. Whatever is torn,
foreign or from a later version fails one of these and is treated as if it were not there.
"""

import binascii
import dataclasses
import json

from ..net.resource import Resource
from .blocks import SMALLEST, Blocks
from .files import write_whole

_MAGIC = 'lifeline-journal'
_VERSION = 1
_LIMIT = 4 << 20


@dataclasses.dataclass
class Found:
    """What a journal tells: `sums[i]` is (bytes, CRC-32) of what is durable of block i, `inode` the part's."""

    key: str
    name: str
    inode: int
    resource: Resource
    blocks: Blocks
    sums: list[tuple[int, int]]


def save(path, found):
    """Writes the journal durably. Raises OSError."""
    full, partial = [], []
    for index, (count, sum_) in enumerate(found.sums):
        if count == found.blocks.block:
            if full and full[-1][0] + len(full[-1][1]) == index:
                full[-1][1].append(sum_)
            else:
                full.append((index, [sum_]))
        elif count:
            partial.append([index, count, sum_])
    body = json.dumps(
        {
            'key': found.key,
            'name': found.name,
            'inode': found.inode,
            'resource': dataclasses.asdict(found.resource),
            'block': found.blocks.block,
            'full': [[first, ''.join(f'{sum_:08x}' for sum_ in run)] for first, run in full],
            'partial': partial,
        },
        separators=(',', ':'),
    ).encode()
    write_whole(path, f'{_MAGIC} {_VERSION} {binascii.crc32(body):08x}\n'.encode() + body + b'\n')


def load(path):
    """The Found of a sound journal, its blocks still without fill; None for anything else."""
    try:
        with open(path, 'rb') as file:
            raw = file.read(_LIMIT + 1)
        head, body = raw.split(b'\n', 1)
        if len(raw) > _LIMIT or head != f'{_MAGIC} {_VERSION} {binascii.crc32(body[:-1]):08x}'.encode():
            return None
        return _read(json.loads(body))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, MemoryError):
        return None


def _read(data):
    resource = Resource(**data['resource'])
    size = resource.size
    if size is not None and not (isinstance(size, int) and 0 <= size < 1 << 60):
        raise ValueError
    if not isinstance(resource.etags, list) or not isinstance(resource.digests, dict):
        raise ValueError
    texts = [*resource.etags, *resource.digests, *resource.digests.values(), resource.modified or '', resource.kind or '']
    if not all(isinstance(text, str) for text in texts):
        raise ValueError
    block = data['block']
    if not isinstance(block, int) or block < SMALLEST or block & (block - 1):
        raise ValueError
    if size is not None and size > block * 8192:
        raise ValueError
    blocks = Blocks(size, block)
    sums = {}
    for first, text in data['full']:
        for at in range(0, len(text), 8):
            sums[first + at // 8] = (block, int(text[at : at + 8], 16))
    for index, count, sum_ in data['partial']:
        sums[index] = (count, sum_)
    count = len(blocks.fill) if size is not None else max(sums, default=-1) + 1
    if count > 1 << 20:
        raise ValueError
    for index, (held, sum_) in sums.items():
        if not 0 <= index < count or not 0 < held <= blocks.room(index) or not 0 <= sum_ < 1 << 32:
            raise ValueError
    if not all(isinstance(data[key], str) for key in ('key', 'name')) or not isinstance(data['inode'], int):
        raise ValueError
    return Found(data['key'], data['name'], data['inode'], resource, blocks, [sums.get(index, (0, 0)) for index in range(count)])
