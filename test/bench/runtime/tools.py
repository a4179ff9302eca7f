"""The download tools, ours among them, and how each is called."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

_HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(_HERE, '..', '..', '..'))
RUNTIME = os.path.join(ROOT, 'src', 'runtime')
_LOOPS = os.path.join(_HERE, 'loops.py')


@dataclass(frozen=True)
class Tool:
    """`command(url, file, certificate)` is the command line; `program` what must be there for it, None if nothing."""

    name: str
    program: str | None
    command: Callable[[str, str, str | None], list[str]]

    @property
    def ours(self):
        return self.name.startswith('lifeline')

    @property
    def present(self):
        return requests_python() is not None if self.program == 'requests' else shutil.which(self.program) is not None


def environment(certificate=None):
    """What the tools run with: no proxy, and trust in the origin's certificate for those that read it from here."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith('_proxy')}
    kept['PYTHONPATH'] = RUNTIME
    # Compiled once, as wherever a program is installed, and not beside the source.
    kept.pop('PYTHONDONTWRITEBYTECODE', None)
    kept['PYTHONPYCACHEPREFIX'] = os.path.join(ROOT, '.cache', 'bytecode')
    if certificate:
        kept.update(SSL_CERT_FILE=certificate, REQUESTS_CA_BUNDLE=certificate)
    return kept


@functools.cache
def requests_python():
    """An interpreter that has `requests`, ours if it does; None if there is none."""
    for python in (sys.executable, '/usr/bin/python3'):
        if os.path.exists(python) and subprocess.run([python, '-c', 'import requests'], capture_output=True).returncode == 0:
            return python
    return None


def _curl(url, file, certificate, *options):
    return ['curl', '-sSf', *options, *(['--cacert', certificate] if certificate else []), '-o', file, url]


def _wget(program, url, certificate, *options):
    return [program, '-q', *options, *(['--ca-certificate=' + certificate] if certificate else []), url]


def aria2(connections, url, file, certificate, *options):
    spread = [f'-x{connections}', f'-s{connections}', '-k1M', '--auto-file-renaming=false', '-q']
    trust = ['--ca-certificate=' + certificate] if certificate else []
    return ['aria2c', *spread, *options, *trust, '-d', os.path.dirname(file), '-o', os.path.basename(file), url]


def lifeline(url, file, *options):
    return [sys.executable, '-m', 'lifeline', 'get', url, '--output', file, '--json', *options]


# One download, as fast as the tool can: aria2 without its costly allocation.
FAST = (
    Tool('curl', 'curl', lambda url, file, trust: _curl(url, file, trust, '-L')),
    Tool('wget', 'wget', lambda url, file, trust: _wget('wget', url, trust, '-O', file)),
    Tool('wget2', 'wget2', lambda url, file, trust: _wget('wget2', url, trust, '-O', file)),
    *(
        Tool(f'aria2c -x{n}', 'aria2c', lambda url, file, trust, n=n: aria2(n, url, file, trust, '--file-allocation=none'))
        for n in (1, 8, 16)
    ),
    Tool('requests, 8 KiB', 'requests', lambda url, file, trust: [requests_python(), _LOOPS, 'once', url, file]),
    Tool('gdown-style append', 'requests', lambda url, file, trust: [requests_python(), _LOOPS, 'gdown', url, file]),
    Tool('lifeline', sys.executable, lambda url, file, trust: lifeline(url, file)),
    Tool('lifeline x8', sys.executable, lambda url, file, trust: lifeline(url, file, '--connections', '8')),
)

_TRIES = 6
_CURL_LOOP = f'for i in $(seq {_TRIES}); do "$@" && exit 0; code=$?; sleep 0.5; done; exit $code'

# A download that must live through faults, with six tries and a patience of three seconds for all.
RESUMING = (
    Tool('wget -c', 'wget', lambda url, file, trust: _wget('wget', url, trust, '-c', f'-t{_TRIES}', '--timeout=3')),
    Tool('wget2 -c', 'wget2', lambda url, file, trust: _wget('wget2', url, trust, '-c', f'--tries={_TRIES}', '--timeout=3')),
    Tool(
        'curl --retry',
        'curl',
        lambda url, file, trust: _curl(
            *(url, file, trust, '-L', '-C', '-', '--retry', str(_TRIES - 1), '--retry-delay', '1', '--retry-all-errors'),
            *('--speed-limit', '1', '--speed-time', '3'),
        ),
    ),
    Tool(
        'curl -C - loop',
        'curl',
        lambda url, file, trust: ['sh', '-c', _CURL_LOOP, 'loop']
        + _curl(url, file, trust, '-L', '-C', '-', '--speed-limit', '1', '--speed-time', '3'),
    ),
    *(
        Tool(
            f'aria2c -x{n}',
            'aria2c',
            lambda url, file, trust, n=n: aria2(n, url, file, trust, '-c', f'-m{_TRIES}', '--retry-wait=1', '-t3'),
        )
        for n in (1, 4, 8)
    ),
    Tool('requests loop', 'requests', lambda url, file, trust: [requests_python(), _LOOPS, 'append', url, file, str(_TRIES)]),
    *(
        Tool(
            f'lifeline x{n}',
            sys.executable,
            lambda url, file, trust, n=n: lifeline(
                url, file, '--connections', str(n), '--max-tries', str(_TRIES), '--stall-timeout', '3'
            ),
        )
        for n in (1, 8)
    ),
)
