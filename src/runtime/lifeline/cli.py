"""The command line: `get` for one download, `run` for a job list."""

import argparse
import json
import os
import re
import signal
import sys
import threading

from .download import Job, download
from .errors import Failure
from .progress import Watch
from .state import State, content_folder
from .worker import attach, check_list, run

ENGINES = ('auto', 'python', 'curl', 'wget', 'aria2c')


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f'lifeline: {message}\n')


def _digest(text):
    if not re.fullmatch(r'[0-9a-fA-F]{64}', text):
        raise argparse.ArgumentTypeError('a SHA-256 has 64 hexadecimal digits')
    return text.lower()


def _header(text):
    name, colon, value = text.partition(':')
    if not colon or not name.strip():
        raise argparse.ArgumentTypeError('a header must read like "Name: value"')
    return name.strip(), value.strip()


def _number(low, high, kind=int):
    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(f'must be a number from {low} to {high}')
        return value

    return parse


def _parser():
    parser = _Parser(prog='lifeline', description='Resumable downloads.')
    commands = parser.add_subparsers(dest='command', required=True)
    get = commands.add_parser('get', help='download one file')
    get.add_argument('url')
    get.add_argument('--output', required=True, metavar='DEST', help="a file, or a folder if it ends in '/'")
    get.add_argument('--engine', choices=ENGINES, default='auto')
    get.add_argument('--connections', type=_number(1, 32), metavar='N', help='default: as many as help')
    get.add_argument('--sha256', type=_digest, metavar='HEX')
    get.add_argument('--header', type=_header, action='append', default=[], metavar="'K: V'")
    get.add_argument('--max-tries', type=_number(1, 1_000_000), metavar='N', help='failures in a row')
    get.add_argument('--stall-timeout', type=_number(0.1, 3600, float), default=15.0, metavar='SECONDS')
    get.add_argument('--json', action='store_true', help='print one JSON record a line')
    run_list = commands.add_parser('run', help='run a job list')
    run_list.add_argument('jobs', metavar='JOBS.json')
    run_list.add_argument('--json', action='store_true', help='print one JSON record a line')
    run_list.add_argument('--no-attach', action='store_true', help='end at once if another process does it already')
    return parser


def main(arguments=None):
    """Runs the command line and returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _get(options) if options.command == 'get' else _run(options)
    except Failure as failure:
        print(f'lifeline: {failure.message}', file=sys.stderr)
        return failure.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 130


def _get(options):
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    watch = Watch('get', _printer(options.json), stop, _boot())
    folder = options.output.endswith('/')
    job = Job(
        id='get',
        url=options.url,
        output=os.path.abspath(options.output) + ('/' if folder else ''),
        digests={'sha256': options.sha256} if options.sha256 else {},
        headers=dict(options.header),
        engine=options.engine,
        connections=options.connections,
        tries=options.max_tries,
        quiet=options.stall_timeout,
    )
    failure = download(job, watch)
    if failure is None:
        return 0
    print(f'lifeline: {failure.message}', file=sys.stderr)
    return failure.exit_status


def _run(options):
    data = check_list(_read_list(options.jobs))
    state = State(content_folder())
    if os.path.realpath(options.jobs) != os.path.realpath(state.jobs):
        data = {**data, 'run': os.urandom(4).hex()}
        state.write(state.jobs, data)
        state.write(state.control, {'paused': False})
    printed = {}

    def tell(status):
        if not options.json:
            return
        for record in status['jobs']:
            if printed.get(record['job']) != record['seq']:
                printed[record['job']] = record['seq']
                print(json.dumps({key: value for key, value in record.items() if key != 'task'}), flush=True)

    status = run(state, tell)
    if status is None and not options.no_attach:
        status = attach(state, data.get('run'), tell)
    return status or 0


def _read_list(path):
    try:
        with open(path, 'rb') as file:
            return json.loads(file.read())
    except OSError as error:
        raise Failure('bad-job-list', f'The job list {path} cannot be read: {error.strerror}') from None
    except ValueError:
        raise Failure('bad-job-list', f'The job list {path} is not JSON') from None


def _boot():
    """The id of this VM if it has one already; a single `get` leaves nothing but its file behind."""
    found = State.peek_boot(content_folder())
    return found or 'none'


def _printer(as_json):
    if as_json:
        return lambda record: print(json.dumps(record), flush=True)
    if not sys.stderr.isatty():
        return lambda record: None

    def show(record):
        size, offset = record['size'], record['offset']
        share = f'{100 * offset / size:5.1f} %' if size else f'{offset >> 20} MiB'
        print(f'\r{record["state"]:10} {share} {record["rate"] / 1e6:8.1f} MB/s\x1b[K', end='', file=sys.stderr)
        if record['state'] in ('completed', 'paused', 'failed'):
            print(file=sys.stderr)

    return show
