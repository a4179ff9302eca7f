"""Which engine fetches a download, and why."""

from ..errors import Failure
from ..net.proxy import proxy_for
from .aria2 import Aria2
from .curl import Curl
from .transfer import Transfer
from .wget import Wget

ENGINES = {engine.name: engine for engine in (Transfer, Curl, Wget, Aria2)}
_FOR_FTP = (Curl, Wget)


def choose(wanted, address):
    """(Engine class, why it is not the one that was wanted, or not our own; None if it is) for an Address.

    `wanted` is a key of ENGINES, or 'auto' for the best one. Raises Failure('no-engine').
    """
    engine = ENGINES.get(wanted)
    if engine is None and wanted != 'auto':
        raise Failure('no-engine', f'There is no engine {wanted[:40]}; use auto, {", ".join(ENGINES)}')
    why = f'{wanted} is not installed here' if engine and not engine.installed() else None
    if address.scheme == 'ftp':
        if engine in _FOR_FTP and not why:
            return engine, None
        found = next((one for one in _FOR_FTP if one.installed()), None)
        if found is None:
            raise Failure('no-engine', 'An ftp:// address needs curl or wget, and neither is installed here')
        return found, f'{why or "Our own engine does not speak FTP"}; so {found.name} fetches it'
    if engine is None and _odd_proxy(address) and Curl.installed():
        return Curl, 'Our own engine does not speak to the proxy that is set here; so curl fetches it'
    if why:
        return Transfer, f'{why}; so our own engine fetches it'
    return engine or Transfer, None


def _odd_proxy(address):
    """Whether the environment sets a proxy for this address that is not a plain HTTP one."""
    text = proxy_for(address) or ''
    return '://' in text and not text.startswith('http://')
