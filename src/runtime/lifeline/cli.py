"""The command line: `get` for one download, `run` for a job list."""

import argparse
import json
import os
import re
import sys
import threading

from .batch import joblist
from .batch.signals import on_stop
from .batch.state import State, content_folder
from .batch.words import describe
from .batch.worker import attach, is_at_work, run
from .digests import SIZES, STRENGTH
from .download import Job, download
from .errors import PAUSED, Failure, disk_failure
from .place import place
from .progress import Watch

ENGINES = ('auto', 'python', 'curl', 'wget', 'aria2c')


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f'lifeline: {message}\n')


def _digest(algorithm):
    digits = 2 * SIZES[algorithm]

    def parse(text):
        if not re.fullmatch(f'[0-9a-fA-F]{{{digits}}}', text):
            raise argparse.ArgumentTypeError(f'a checksum of this kind has {digits} hexadecimal digits')
        return text.lower()

    return parse


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
    get.add_argument('--output', required=True, metavar='DEST', help="a file, a folder if it ends in '/', or a folder and a name with {name} in it")
    get.add_argument('--engine', choices=ENGINES, default='auto')
    get.add_argument('--connections', type=_number(1, 32), metavar='N', help='default: as many as help')
    for algorithm in STRENGTH:
        get.add_argument(f'--{algorithm}', type=_digest(algorithm), metavar='HEX')
    get.add_argument('--header', type=_header, action='append', default=[], metavar="'K: V'")
    get.add_argument('--max-tries', type=_number(1, 1_000_000), metavar='N', help='failures in a row')
    get.add_argument('--stall-timeout', type=_number(0.1, 3600, float), default=15.0, metavar='SECONDS')
    get.add_argument('--then-copy-to', metavar='PATH', help='copy the finished file there: a file, or a folder')
    get.add_argument('--unpack', action='store_true', help='unpack a zip, tar or 7z archive beside itself once it is verified')
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
    except KeyboardInterrupt:
        pass  # while it only looked on: the process that downloads goes on
    return PAUSED


def _get(options):
    stop = threading.Event()
    on_stop(stop.set)
    watch = Watch('get', _printer(options.json), stop, _boot())
    output, naming = place(os.getcwd(), options.output)
    job = Job(
        id='get',
        url=options.url,
        output=output,
        naming=naming,
        digests={name: given for name in STRENGTH if (given := getattr(options, name))},
        headers=dict(options.header),
        engine=options.engine,
        connections=options.connections,
        tries=options.max_tries,
        quiet=options.stall_timeout,
        copy_to=_absolute(options.then_copy_to),
        unpack=options.unpack,
    )
    failure = download(job, watch)
    if watch.notice and not options.json:
        print(f'lifeline: {watch.notice}', file=sys.stderr)
    if failure is None:
        return 0
    print(f'lifeline: {failure.message}', file=sys.stderr)
    return failure.exit_status


def _absolute(path):
    """The path made absolute, and still a folder's if it ended in '/'."""
    return path and os.path.abspath(path) + ('/' if path.endswith('/') else '')


def _run(options):
    state = _state()
    if os.path.realpath(options.jobs) != os.path.realpath(state.jobs):
        _hand_over(state, options.jobs)
    printed = {}
    news = 'seq' if options.json else 'state'

    def tell(status):
        for record in status['jobs']:
            if printed.get(record['job']) != record[news]:
                printed[record['job']] = record[news]
                shown = {key: value for key, value in record.items() if key != 'task'}
                print(json.dumps(shown) if options.json else describe(record), flush=True)

    while True:
        status = run(state, tell)
        if status is None:
            status = 0 if options.no_attach else attach(state, tell)
        if status is not None:
            return status


def _state():
    content = content_folder()
    try:
        return State(content)
    except OSError as error:
        raise disk_failure(error, os.path.join(content, '.lifeline')) from None


def _hand_over(state, path):
    """Puts a list where the worker of this folder, present or to come, finds it."""
    data = joblist.read(path)
    joblist.check(data)
    source = os.path.realpath(path)
    old = state.read(state.jobs)
    other = old.get('source', '') if isinstance(old, dict) else source
    if other != source and is_at_work(state):
        other = f'the list {other}' if other else 'the list of a notebook'
        raise Failure('already-running', f'{other} is being worked on in this folder; wait, or start this one in another')
    state.write(state.jobs, {**data, 'run': os.urandom(4).hex(), 'source': source})
    state.write(state.control, {'paused': False})


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
