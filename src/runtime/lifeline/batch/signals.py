"""What the signals that end a program do to us."""

import os
import signal

from ..errors import PAUSED


def on_stop(pause):
    """Calls `pause()` at the first signal that asks us to end; a second one ends the process at once, where it stands."""
    asked = []

    def handle(*_):
        if asked:
            os._exit(PAUSED)
        asked.append(True)
        pause()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Who started us under nohup wants us to outlive the terminal.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handle)
