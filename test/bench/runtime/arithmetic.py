"""The arithmetic and the tables of the measurements. Pure."""

import statistics


def rotated(items, round_):
    """The items in another order each round, so that none always comes first or after the same neighbour."""
    shift = round_ % len(items)
    return items[shift:] + items[:shift]


def ratios(rounds, base, name):
    """How many times less than `base` did `name` take: (median, least, most) of the ratios inside each round.

    `rounds` are dicts from name to a time or cost. A ratio inside a round cancels what slowed the machine in that round.
    None if no round has both.
    """
    found = [round_[base] / round_[name] for round_ in rounds if base in round_ and name in round_]
    return (statistics.median(found), min(found), max(found)) if found else None


def median(rounds, name):
    """The median of one column, None if it is empty."""
    found = [round_[name] for round_ in rounds if name in round_]
    return statistics.median(found) if found else None


def table(header, rows):
    """A Markdown table. Cells are strings; None is shown as a dash."""
    lines = [header, ['---'] * len(header), *rows]
    return '\n'.join('| ' + ' | '.join('-' if cell is None else cell for cell in line) + ' |' for line in lines)
