"""The listeners of a peer, by id, whichever API of grpcio serves on them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    ListenRequest,
    RegisterRequest,
    RegisterResponse,
    SetHealthRequest,
)

from crosswire_peers.discovery import Watch
from crosswire_peers.grpcio_shared.entries import Entries
from crosswire_peers.peer.errors import BadRequest


class Server(Protocol):
    """What serves on a listener. Its methods wait, and are never called on an event loop."""

    address: str

    def set_serving(self, serving: bool) -> None:
        """Change what grpc.health.v1 says of every service."""
        ...

    def close(self, request: CloseRequest) -> None:
        """Stop, and wait until it has stopped."""
        ...


@dataclass(frozen=True)
class Listener:
    """A server, and what there is outside of it for its sake."""

    server: Server
    settings: Watch | None = None
    entries: Entries = field(default_factory=Entries)

    def close(self, request: CloseRequest) -> None:
        """Close the server, and follow nothing any more."""
        self.server.close(request)
        if self.settings is not None:
            self.settings.close()


class Listeners:
    """The listeners that are open. Any thread may ask for anything."""

    def __init__(self, open_listener: Callable[[ListenRequest], Listener]) -> None:
        """Start without any."""
        self._open_listener = open_listener
        self._lock = threading.Lock()
        self._opening: set[str] = set()
        self._open: dict[str, Listener] = {}

    def listen(self, request: ListenRequest) -> str:
        """Open a listener, and tell its address. Raises BadRequest for an id that is in use."""
        with self._lock:
            if request.id in self._open or request.id in self._opening:
                raise BadRequest(f"there is a listener {request.id!r} already")
            self._opening.add(request.id)
        try:
            listener = self._open[request.id] = self._open_listener(request)
        finally:
            self._opening.discard(request.id)
        return listener.server.address

    def register(self, request: RegisterRequest) -> RegisterResponse:
        """Make a listener known. Raises BadRequest for an unknown one."""
        listener = self._get(request.listener)
        return listener.entries.put(request, listener.server.address)

    def set_health(self, request: SetHealthRequest) -> None:
        """Change a listener's health. Raises BadRequest for an unknown one."""
        self._get(request.listener).server.set_serving(request.serving)

    def close(self, request: CloseRequest) -> None:
        """Close one listener, or all for an empty id. Raises BadRequest for an unknown one.

        Abruptly means as a crash would: the entries in registries stay.
        """
        listeners = self._take_out(request.listener)
        if request.mode != CloseRequest.Mode.MODE_ABRUPT:
            withdrawn = [listener.entries.withdraw() for listener in listeners]
            if any(withdrawn):
                time.sleep(request.settle.ToNanoseconds() / 1e9)
        if listeners:
            with ThreadPoolExecutor(len(listeners)) as pool:
                list(pool.map(lambda listener: listener.close(request), listeners))

    def _get(self, id: str) -> Listener:
        listener = self._open.get(id)
        if listener is None:
            raise BadRequest(f"no listener {id!r}")
        return listener

    def _take_out(self, id: str) -> list[Listener]:
        if id:
            self._get(id)
        with self._lock:
            ids = [id] if id else list(self._open)
            return [self._open.pop(each) for each in ids if each in self._open]
