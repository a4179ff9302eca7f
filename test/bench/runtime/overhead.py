"""What keeping books costs. Run as a program it is `lifeline` with clocks built in: overhead.py REPORT.json get URL ...

The clocks count processor time of the thread that works. That is what the download loses: both the journal and the progress
wait for nothing that the network waits for.
"""

import json
import os
import resource
import sys
import time


class Clock:
    """Adds up the processor time that calls of some functions take."""

    def __init__(self):
        self.seconds = 0.0
        self.calls = 0

    def around(self, owner, name):
        """Replaces the function `name` of a module or class by one that is timed."""
        inner = getattr(owner, name)

        def timed(*arguments, **named):
            began = time.thread_time()
            try:
                return inner(*arguments, **named)
            finally:
                self.seconds += time.thread_time() - began
                self.calls += 1

        setattr(owner, name, timed)


def main(report, arguments):
    from lifeline import cli, progress
    from lifeline.disk import journal, part

    clocks = {name: Clock() for name in ('journal', 'progress', 'flush', 'sync')}
    clocks['journal'].around(journal, 'save')
    clocks['progress'].around(progress.Watch, 'tell')
    clocks['flush'].around(part.Part, 'flush')
    clocks['sync'].around(os, 'fdatasync')
    status = cli.main(arguments)
    own = resource.getrusage(resource.RUSAGE_SELF)
    seconds = {name: clock.seconds for name, clock in clocks.items()}
    seconds['sums'] = seconds.pop('flush') - seconds.pop('sync') - seconds['journal']
    with open(report, 'w', encoding='utf-8') as file:
        json.dump({**seconds, 'all': own.ru_utime + own.ru_stime, 'saves': clocks['journal'].calls}, file)
    return status


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
