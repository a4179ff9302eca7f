"""What the speed measurements say, as Markdown for the README. Pure."""

import statistics

from arithmetic import median, ratios, table

PARTS = ('disk', 'memory', 'tls', 'limit', 'overhead', 'kill', 'reset')
_MIB = 1 << 20
_BASE = 'curl'


def text(description, found, size, rounds):
    """The whole report. `found` maps parts to their rounds, `size` is in MiB."""
    sections = ['\n'.join(description)]
    if 'disk' in found or 'memory' in found or 'tls' in found:
        sections.append(
            f"{size} MiB from nginx on loopback, medians of {rounds} rounds in rotated order. Speed is given in times curl's "
            '(more is better; ratios are taken inside each round), with the seconds. Disk: until an fsync of file and folder '
            "has returned, which is charged to those that do not sync. CPU: user and system time, in times curl's (less is better)."
        )
        sections.append(_speeds(found))
    if 'limit' in found:
        sections.append(
            f'{min(64, size)} MiB from an nginx that gives each connection 5 MB/s (`limit_rate 5m`; each answer may run one '
            'second ahead of its limit, from which many connections gain more than their number):'
        )
        sections.append(_limit(found['limit']))
    if 'kill' in found:
        sections.append(f'kill -9 in the middle of {size} MiB at 100 MB/s, then run again. Fetched again:')
        sections.append(_kill(found['kill'], size))
    if 'reset' in found:
        sections.append('From a reset of the only connection to the next request at the server:')
        sections.append(_reset(found['reset']))
    sections.append(_goals(found))
    return '\n\n'.join(sections)


def _column(rounds, field):
    return [{tool: getattr(usage, field) for tool, usage in round_.items()} for round_ in rounds or []]


def _names(*parts):
    return list(dict.fromkeys(name for rounds in parts for round_ in rounds or [] for name in round_))


def _in_order(names):
    """Rotation changes who comes first: curl leads, ours end."""
    return sorted(names, key=lambda name: (name != _BASE, name.startswith('lifeline'), name))


def _speeds(found):
    columns = [('http to disk', 'disk'), ('http to memory', 'memory'), ('https to disk', 'tls')]
    header = ['', *(title for title, _ in columns), 'CPU, http to disk', 'CPU, https', 'peak memory']
    rows = []
    for name in _in_order(_names(*(found.get(part) for _, part in columns))):
        cells = [_ratio_and_time(_column(found.get(part), 'seconds'), name) for _, part in columns]
        cells += [_ratio(_column(found.get(part), 'cpu'), name, inverse=True) for part in ('disk', 'tls')]
        rows.append([name, *cells, f'{max(_peaks(found, name)):.0f} MiB'])
    return table(header, rows)


def _peaks(found, name):
    parts = ('disk', 'memory', 'tls', 'limit')
    return [round_[name].peak / _MIB for part in parts for round_ in found.get(part, []) if name in round_]


def _ratio_and_time(rounds, name):
    taken = median(rounds, name)
    return None if taken is None else f'{_ratio(rounds, name)} ({taken:.2f} s)'


def _ratio(rounds, name, inverse=False):
    found = ratios(rounds, name, _BASE) if inverse else ratios(rounds, _BASE, name)
    return None if found is None else f'{found[0]:.2f}'


def _limit(rounds):
    seconds = _column(rounds, 'seconds')
    rows = [[name, f'{median(seconds, name):.1f} s', _ratio(seconds, name)] for name in _in_order(_names(rounds))]
    return table(['', 'time', "times curl's one connection"], rows)


def _kill(rounds, size):
    rows = []
    for name in _in_order(_names(rounds)):
        again = [round_[name] / _MIB for round_ in rounds]
        rows.append([name, f'{statistics.median(again):.1f} MiB', f'{max(again):.1f} MiB', f'{100 * max(again) / size:.2f} %'])
    return table(['', 'median', 'most', 'most, of the file'], rows)


def _reset(rounds):
    rows = [[name, f'{median(rounds, name):.3f} s'] for name in _in_order(_names(rounds))]
    return table(['', 'time'], rows)


def _goals(found):
    """The goals that this project set itself, and what was measured; a part that was not run has no line.

    Speed and CPU: the median counts. Memory and what is fetched again (1 % of 1 GiB, whatever the size): the worst.
    """
    lines = []

    def goal(title, wanted, spread, reached, form='{:.2f}'):
        middle, least, most = spread
        measured = f'{form.format(middle)} ({form.format(least)} to {form.format(most)})'
        lines.append([title, wanted, measured, reached and ('yes' if reached(middle) else '**no**')])

    def times_curl(part, title, least, name='lifeline'):
        if part in found:
            goal(title, f'at least {least}', ratios(_column(found[part], 'seconds'), _BASE, name), lambda value: value >= least)

    times_curl('disk', "http to disk, durable, times curl's speed", 2.5)
    if 'disk' in found:
        goal("the same, times curl's CPU", 'at most 0.5', ratios(_column(found['disk'], 'cpu'), 'lifeline', _BASE), lambda value: value <= 0.5)
    times_curl('memory', "http to memory, times curl's speed", 1.8)
    times_curl('tls', "https to disk, times curl's speed", 1.0)
    times_curl('limit', "eight connections at 5 MB/s each, times one's speed", 7.5, 'lifeline x8')
    peaks = _peaks(found, 'lifeline') + _peaks(found, 'lifeline x8')
    if peaks:
        goal('peak memory, MiB, the most of all runs', 'under 40', (max(peaks), min(peaks), max(peaks)), lambda value: value < 40, '{:.0f}')
    if 'overhead' in found:
        shares = [100 * (one['journal'] + one['progress']) / one['all'] for one in found['overhead']]
        goal('journal and progress, % of the CPU time', 'under 1', _spread(shares), lambda value: value < 1)
        sums = [100 * one['sums'] / one['all'] for one in found['overhead']]
        goal('sums of what was written, % of the CPU time', None, _spread(sums), None)
    for name in ('lifeline x1', 'lifeline x8'):
        if 'kill' in found:
            again = [round_[name] / _MIB for round_ in found['kill']]
            goal(f'{name}: fetched again after kill -9, MiB', 'under 10.24', _spread(again, max), lambda value: value < 10.24)
    if 'reset' in found:
        goal('reset to next request, s', 'under 0.3', _spread([r['lifeline x1'] for r in found['reset']]), lambda value: value < 0.3, '{:.3f}')
    return table(['Goal', 'wanted', 'measured (least to most)', 'reached'], lines)


def _spread(values, middle=statistics.median):
    return middle(values), min(values), max(values)
