"""Where a download goes, as it is typed: a file, a folder (with / at its end), or a folder and a pattern for the name."""

import os

from .address import safe_name

NAME = '{name}'


def place(base, output):
    """(absolute path, pattern) of an output relative to `base`; the path of a folder ends in '/'."""
    folder, last = os.path.split(output)
    pattern = last if NAME in last else NAME
    path = os.path.normpath(os.path.join(base, folder if NAME in last else output))
    return path + ('/' if NAME in last or output.endswith('/') else ''), pattern


def named(pattern, name):
    """The name that the pattern makes of a file's own name, which is safe."""
    return name if pattern == NAME else safe_name(pattern.replace(NAME, name))
