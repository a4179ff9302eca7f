"""Which engine fetches a download."""

from .errors import Failure
from .transfer import Transfer

_OURS = {Transfer.name: Transfer}


def choose(wanted):
    """The Engine class for the name that the user gave, 'auto' for the best one. Raises Failure('no-engine')."""
    engine = Transfer if wanted == 'auto' else _OURS.get(wanted)
    if engine is None:
        raise Failure('no-engine', f'The engine {wanted} cannot be used yet; leave --engine out to use our own')
    return engine
