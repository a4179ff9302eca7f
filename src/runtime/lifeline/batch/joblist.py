"""A job list: what it may hold. It is checked as a whole before anything begins, so that a typing mistake shows at once."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from ..digests import SIZES, STRENGTH
from ..engines import ENGINES
from ..errors import Failure

_VERSION = 1
_MOST_BYTES = 16 << 20
_MOST_JOBS = 10_000
_MOST_CONNECTIONS = 32
_MOST_TRIES = 1000
_LARGEST = 1e15
_LIST_FIELDS = {'v', 'jobs', 'concurrency', 'speedLimit', 'token', 'run', 'source'}


@dataclass(frozen=True)
class Entry:
    """One job as the list states it. `output` and `copy_to` (a folder) are as typed; `paused` keeps it from running."""

    id: str
    url: str
    output: str
    digests: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    engine: str = 'auto'
    connections: int | None = None
    tries: int | None = None
    copy_to: str | None = None
    priority: float = 0
    paused: bool = False
    unpack: bool = False

    @property
    def task(self):
        """Names what is downloaded, without showing it: an entry with another task is another download."""
        parts = [self.url, self.output, self.digests, self.headers, self.copy_to, self.unpack]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class JobList:
    """`speed` is in bytes a second for all together, None: no limit; `run` names the call that put the list there."""

    entries: list[Entry]
    concurrency: int = 3
    speed: float | None = None
    run: str | None = None


def read(path):
    """The JSON value in a file that a person wrote. Raises Failure('bad-job-list')."""
    try:
        with open(path, 'rb') as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _wrong(f'The job list {path} cannot be read: {error.strerror}') from None
    if len(raw) > _MOST_BYTES:
        raise _wrong(f'The job list {path} is larger than 16 MiB')
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        where = f' (line {error.lineno})' if isinstance(error, json.JSONDecodeError) else ''
        raise _wrong(f'The job list {path} is not valid JSON{where}') from None


def check(data):
    """The JobList that a JSON value states. Raises Failure('bad-job-list'), whose message names the job that is wrong."""
    if not isinstance(data, dict) or not isinstance(data.get('jobs'), list):
        raise _wrong('The job list must read {"v": 1, "jobs": [{"url": ..., "output": ...}, ...]}')
    if data.get('v', _VERSION) != _VERSION:
        raise _wrong(f'The job list has the version {str(data["v"])[:20]}; only {_VERSION} is known')
    for name in data.keys() - _LIST_FIELDS:
        raise _wrong(f'The job list has a field "{name[:40]}" that is not known')
    if len(data['jobs']) > _MOST_JOBS:
        raise _wrong(f'The job list has more than {_MOST_JOBS} jobs')
    entries = [_entry(number, job) for number, job in enumerate(data['jobs'], 1)]
    first = {}
    for number, entry in enumerate(entries, 1):
        if first.setdefault(entry.id, number) != number:
            raise _wrong(f'Job {number} has the same "id" as job {first[entry.id]}: "{entry.id}"')
    concurrency, speed = data.get('concurrency'), data.get('speedLimit')
    if concurrency is not None and not (_is_number(concurrency, int) and concurrency >= 1):
        raise _wrong('The "concurrency" of the job list must be a whole number from 1 on')
    if speed is not None and not (_is_number(speed, (int, float)) and speed > 0):
        raise _wrong('The "speedLimit" of the job list must be a number of bytes a second')
    run = data.get('run')
    return JobList(entries, concurrency or 3, speed, run if isinstance(run, str) else None)


def _entry(number, job):
    if not isinstance(job, dict):
        raise _wrong(f'Job {number} must read {{"url": ..., "output": ...}}')
    name = f'Job {number} ("{job["id"][:64]}")' if isinstance(job.get('id'), str) else f'Job {number}'
    for key in job.keys() - _CHECKS.keys():
        raise _wrong(f'{name} has a field "{key[:40]}" that is not known')
    given = {key: value for key, value in job.items() if value is not None}
    for key in ('url', 'output'):
        if key not in given:
            raise _wrong(f'{name} has no "{key}"')
    for key, value in given.items():
        rule, test = _CHECKS[key]
        if not test(value):
            raise _wrong(f'{name}: "{key}" must be {rule}')
    given['digests'] = {name: given.pop(name).lower() for name in STRENGTH if name in given}
    given['copy_to'] = given.pop('copyTo', None)
    given.setdefault('id', hashlib.sha256(f'{given["url"]}\n{given["output"]}'.encode()).hexdigest()[:12])
    return Entry(**given)


def _is_number(value, kind):
    return isinstance(value, kind) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST


def _is_text(value, most):
    return isinstance(value, str) and len(value) <= most and not re.search('[\0\ud800-\udfff]', value)


def _is_path(value):
    return _is_text(value, 4096)


def _is_hex(digits):
    return lambda value: isinstance(value, str) and re.fullmatch(f'[0-9a-fA-F]{{{digits}}}', value)


def _is_headers(value):
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _count(most):
    return f'a whole number from 1 to {most}', lambda value: _is_number(value, int) and 1 <= value <= most


# field: (what it must be, the test)
_CHECKS = {
    'id': ('a text of 1 to 64 characters', lambda value: _is_text(value, 64) and value != ''),
    'url': ('an address as a text', lambda value: _is_text(value, 8192)),
    'output': ('the path of a file, or of a folder with / or a name with {name} at its end', _is_path),
    **{name: (f'{2 * size} hexadecimal digits', _is_hex(2 * size)) for name, size in SIZES.items()},
    'headers': ('an object of texts', _is_headers),
    'engine': (f'one of auto, {", ".join(ENGINES)}', lambda value: value == 'auto' or isinstance(value, str) and value in ENGINES),
    'connections': _count(_MOST_CONNECTIONS),
    'tries': _count(_MOST_TRIES),
    'copyTo': ('the path of a folder', lambda value: _is_path(value) and value != ''),
    'priority': ('a number', lambda value: _is_number(value, (int, float))),
    **dict.fromkeys(('paused', 'unpack'), ('true or false', lambda value: isinstance(value, bool))),
}


def _wrong(message):
    return Failure('bad-job-list', message)
