"""Runs every test module in a process of its own, some at a time: most of their time goes by in waiting for servers and disks."""

import concurrent.futures
import glob
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
AT_A_TIME = 4
# The longest go first, so that none of them is left alone at the end.
LONG = ('test_servers', 'test_engines', 'test_disk', 'test_worker', 'test_faults', 'test_crashes')


def run(module):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, '-m', 'unittest', module], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace'
    )
    return module, done.returncode, done.stdout, time.monotonic() - began


def main():
    modules = sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(HERE, 'test_*.py')))
    modules.sort(key=lambda name: LONG.index(name) if name in LONG else len(LONG))
    failed = []
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        for module, status, output, seconds in pool.map(run, modules):
            print(f'{module}: {"ok" if status == 0 else "FAILED"} ({seconds:.0f} s)', flush=True)
            if status:
                failed.append(module)
                print(output, flush=True)
    print(f'{len(modules) - len(failed)} modules passed, {len(failed)} failed: {", ".join(failed) or "none"}')
    return bool(failed)


if __name__ == '__main__':
    sys.exit(main())
