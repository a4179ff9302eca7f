"""`npm run bench:corruption`: who corrupts what, by faults of servers and networks and by a machine that dies."""

import argparse
import concurrent.futures
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import lost_vm
import machine
from arithmetic import table
from cases import CASES, CUT, OLD, TlsOrigin
from nginx import make_certificate
from origin import Origin
from outcome import LEGEND, classify, honest, shown
from process import Died, kill
from recovery import wait_until
from tools import RESUMING, ROOT, environment

_PATIENCE = 60
_AT_ONCE = 10  # most of the time goes into waiting


def outcome(tool, case, certificate):
    """Puts one tool through one case; returns a word of outcome.LEGEND."""
    with tempfile.TemporaryDirectory() as place, _origin(case, certificate) as origin:
        file = os.path.join(place, 'file.bin')
        trust = certificate if case.tls else None
        command = tool.command(f'{origin.url}/file.bin', file, trust)
        origin.scripts.update(case.scripts())
        if case.later:
            _interrupted(lambda: origin.sent >= CUT, command, place)
            origin.scripts.update(case.later())
        status, printed = _run(command, place, environment(trust))
        try:
            with open(file, 'rb') as opened:
                data = opened.read()
        except FileNotFoundError:
            data = None
        return classify(status, data, case.right, (OLD,), case.lookalikes, tool.ours and _unverified(printed))


def _origin(case, certificate):
    return TlsOrigin(certificate, os.path.join(os.path.dirname(certificate), 'key.pem')) if case.tls else Origin()


def _interrupted(reached, command, place):
    """Runs a command until a second after `reached()`, and ends it as Ctrl-C does."""
    process = subprocess.Popen(
        command, cwd=place, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_until(reached, process)
    time.sleep(1)  # what was sent is to have come
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        kill(process)


def _run(command, place, variables):
    process = subprocess.Popen(
        command, cwd=place, env=variables, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        printed, _ = process.communicate(timeout=_PATIENCE)
        return process.returncode, printed
    except subprocess.TimeoutExpired:
        kill(process)
        process.stdout.close()
        return None, ''


def _unverified(printed):
    lines = printed.splitlines()
    return bool(lines) and json.loads(lines[-1])['verified'] == 'none'


def faults(say):
    """Returns (the table as Markdown, what of ours was not honest)."""
    tools = [tool for tool in RESUMING if tool.present]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        certificate = make_certificate(folder)
        runs = {(case.name, tool.name): pool.submit(outcome, tool, case, certificate) for case in CASES for tool in tools}
        for case in CASES:
            for tool in tools:
                runs[case.name, tool.name] = runs[case.name, tool.name].result()
            say(case.name)
    bad = [
        f'{tool.name}, {case.name}: {runs[case.name, tool.name]}'
        for case in CASES
        for tool in tools
        if tool.ours and not honest(runs[case.name, tool.name], case.unknowable)
    ]
    rows = [[case.name, *(shown(runs[case.name, tool.name]) for tool in tools)] for case in CASES]
    silent = [str(sum(runs[case.name, tool.name].endswith('!') for case in CASES)) for tool in tools]
    rows.append(['**wrong and called a success**', *silent])
    return table(['', *(tool.name for tool in tools)], rows), bad


def main():
    parser = argparse.ArgumentParser(prog='npm run bench:corruption --', description=__doc__)
    parser.add_argument('--only', choices=('faults', 'lost-vm'), help='one half of it')
    parser.add_argument('--rounds', type=int, default=3, help='of the lost VM')
    options = parser.parse_args()

    began = time.monotonic()

    def say(text):
        print(f'[{time.monotonic() - began:4.0f} s] {text}', file=sys.stderr, flush=True)

    broken = []
    # A script of the origin that fails would look like a fault of the server, and be measured as one.
    threading.excepthook = lambda failure: broken.append(repr(failure.exc_value))
    bad = []
    disk = os.path.join(ROOT, '.cache')
    print('\n'.join(machine.describe(disk)))
    try:
        if options.only != 'lost-vm':
            found, bad = faults(say)
            print(f'\nA file of 8 MiB; unless the line says otherwise, the first connection is cut at 39 %.\n{LEGEND}\n\n{found}')
        if options.only != 'faults':
            found, more = lost_vm.run(disk, options.rounds, say)
            print(f'\n{found}')
            bad += more
    except Died as died:
        return f'bench:corruption: {died}'
    bad += [f'the origin failed itself: {failure}' for failure in broken]
    for line in bad:
        print(f'NOT AS IT MUST BE: {line}')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
