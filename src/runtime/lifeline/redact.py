"""Keeps secret values out of everything that is said, whoever says it: errors, records, logs, file names."""

_SHORTEST = 4  # a shorter value is no secret, and hiding it would garble everything

_hidden = {}


def hide(value, instead='[hidden]'):
    """From now on `redact` puts `instead` wherever `value` stands."""
    if len(value) >= _SHORTEST:
        _hidden[value] = instead


def redact(text):
    """The text without any value that was hidden."""
    for value in sorted(_hidden, key=len, reverse=True):
        text = text.replace(value, _hidden[value])
    return text
