"""How a download stands, in a line for people."""

import os

_PROOFS = {'size': 'size checked', 'none': 'not verified: the server told neither size nor digest'}


def describe(record):
    """One line about a record."""
    name = os.path.basename(record['path'] or '') or record['job']
    if record['state'] == 'failed':
        return f'{name}: failed. {record["error"]["message"]}'
    if record['state'] == 'completed':
        proof = _PROOFS.get(record['verified'], f'{record["verified"]} verified')
        return f'{name}: done, {in_bytes(record["size"])}, {proof}{_notice(record)}'
    copy = record['copy']
    state, offset = (f'copying to {copy["to"]}', copy['offset']) if copy else (record['state'], record['offset'])
    line = f'{name}: {state}, {in_bytes(offset)}'
    if record['size']:
        line += f' of {in_bytes(record["size"])} ({100 * offset // record["size"]} %)'
    if record['rate']:
        line += f', {in_bytes(record["rate"])}/s'
    if record['eta'] is not None:
        minutes, seconds = divmod(int(record['eta']), 60)
        line += f', {minutes // 60}:{minutes % 60:02}:{seconds:02} left'
    return line + (f'. {record["error"]["message"]}' if record['error'] else _notice(record))


def _notice(record):
    return f'. {record["notice"]}' if record['notice'] else ''


def in_bytes(count):
    """A number of bytes in decimal units."""
    for unit in ('B', 'kB', 'MB', 'GB'):
        if count < 1000:
            return f'{count:.0f} {unit}' if unit == 'B' else f'{count:.1f} {unit}'
        count /= 1000
    return f'{count:.2f} TB'
