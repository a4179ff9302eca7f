"""How a download that met a fault ended: told from the bytes under the file's name and the exit status. Pure."""

OK, ERROR, HUNG = 'ok', 'error', 'hung'

LEGEND = """`ok` the right file · `error` a failure that is said to be one, nothing under the file's name ·
`part` the same with a right beginning under the name · **`part!`** a beginning reported as the whole (exit 0) ·
**`BAD`** wrong bytes under the name, with an error · **`BAD!`** wrong bytes reported as a success ·
`ok?` the right file reported as an error · **`none!`** a success without a file · `hung` no end within a minute ·
`…, unverified` a success of which the tool itself says that nothing could prove it."""


def classify(status, data, right, versions=(), lookalikes=None, unverified=False):
    """One of the words of LEGEND.

    `status` is the exit status, None if the tool had to be killed; `data` the bytes under the file's name, None if there are
    none; `right` what should be there; `versions` other true contents of the file, of which a beginning is honest;
    `lookalikes` maps names for well-known wrong contents to them; `unverified` whether the tool said so itself.
    """
    if status is None:
        return HUNG if data is None or right.startswith(data) else 'BAD'
    success = status == 0
    note = ', unverified' if success and unverified else ''
    if not data and right:
        return 'none!' if success else ERROR
    if data == right:
        return OK + note if success else 'ok?'
    for name, content in (lookalikes or {}).items():
        if data == content and success:
            return name
    if any(version.startswith(data) for version in (right, *versions)):
        return ('part' + note if note else 'part!') if success else 'part'
    return 'BAD!' if success else 'BAD'


def honest(outcome, unknowable=False):
    """Whether our own tool may end so. `unknowable`: the case leaves nothing by which an end could be told."""
    return outcome in (OK, ERROR) or (unknowable and outcome.endswith(', unverified'))


def shown(outcome):
    """An outcome as Markdown: what nobody should have to find out later stands out."""
    return f'**{outcome}**' if outcome.endswith('!') or outcome in ('BAD', HUNG) else outcome
