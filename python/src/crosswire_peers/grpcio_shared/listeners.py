"""The listeners of a peer, by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from crosswire_peers.peer.errors import BadRequest

S = TypeVar("S")


@dataclass(frozen=True)
class Listener(Generic[S]):
    """A server of grpcio that listens on an address."""

    server: S
    address: str


class Listeners(Generic[S]):
    """The listeners that are open. A backend sees to it that one request at a time comes."""

    def __init__(self) -> None:
        """Start without any."""
        self._open: dict[str, Listener[S]] = {}

    def check_new(self, id: str) -> None:
        """Raise BadRequest for an id that is in use."""
        if id in self._open:
            raise BadRequest(f"there is a listener {id!r} already")

    def add(self, id: str, listener: Listener[S]) -> None:
        """Keep a listener that has been opened."""
        self._open[id] = listener

    def take_out(self, id: str) -> list[Listener[S]]:
        """Give up one listener, or all for an empty id. Raises BadRequest for an unknown one."""
        if id and id not in self._open:
            raise BadRequest(f"no listener {id!r}")
        return [self._open.pop(each) for each in ([id] if id else list(self._open))]
