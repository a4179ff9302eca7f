"""Runs the command line, and dies as by kill -9 right before or after the N-th of the steps that make things durable.

Usage: crash.py N ARGUMENTS...   Exits as the command line does if it has fewer steps.
"""

import os
import signal
import sys

left = int(sys.argv[1])


def deadly(name):
    original = getattr(os, name)

    def step(*arguments, **options):
        for after in (False, True):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            if not after:
                result = original(*arguments, **options)
        return result

    setattr(os, name, step)


for name in ('fdatasync', 'fsync', 'replace', 'unlink', 'ftruncate'):
    deadly(name)

from lifeline.cli import main  # noqa: E402

sys.exit(main(sys.argv[2:]))
