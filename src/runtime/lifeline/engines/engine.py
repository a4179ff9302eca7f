"""The seam between a download and the engine that fetches its bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from ..address import Address
from ..disk.part import Part
from ..net.limiter import Limiter


class Stopped(Exception):
    """The user paused the download."""


@dataclass
class Order:
    """What an engine is to do: fill `part` from `address`.

    `headers` are for the address's own origin only. `connections` is how many to use, None: as many as help; `tries`
    how many times in a row may fail, None: the engine's own measure; `quiet` how many seconds may pass without a byte;
    `digests` are what the user says the whole file has.
    `watch` (progress.Watch) is told what happens; its `tick()` must be called about ten times a second by the thread
    that runs the engine, and raises Stopped to end the run.
    """

    address: Address
    headers: dict[str, str]
    part: Part
    watch: object
    limiter: Limiter
    connections: int | None = None
    tries: int | None = None
    quiet: float = 15.0
    digests: dict[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """Fetches what a part lacks. Made with an Order, for one run."""

    name: str
    connect: Callable  # makes the connections that ask for a file's name

    @classmethod
    def installed(cls) -> bool: ...

    def __init__(self, order: Order): ...

    def run(self) -> None:
        """Returns when the part is complete. Raises Failure or Stopped; the part then keeps all that came.

        An engine believes no byte that `resource.judge` would not: it calls `part.begin` with the Resource that it
        found, writes (or notes) bytes only once they are known to be of that version, and on another version calls
        `part.forget` and `watch.restarted` before it begins anew.
        """
