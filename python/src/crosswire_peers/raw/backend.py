"""The peer raw, as the control port drives it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import TypeVar

from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
    RegisterRequest,
    RegisterResponse,
    SetHealthRequest,
    Transport,
    UnsupportedField,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.address import DIALLED, AddressError, host_and_port
from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.signals import Signals
from crosswire_peers.raw.calls import Calls
from crosswire_peers.raw.check import problem_of
from crosswire_peers.raw.description import describe
from crosswire_peers.raw.listener import RawListener
from crosswire_peers.raw.observing import Observed

MOST_LISTENERS = 4096
# What a listener without a library has no use for.
REFUSED = (
    "tls",
    "limits",
    "keepalive",
    "max_concurrent_streams",
    "threads",
    "reuse_port",
    "compression",
    "settings",
    "processes",
)

PLAINTEXT = (
    Transport.TRANSPORT_UNSPECIFIED,
    Transport.TRANSPORT_H2C,
    Transport.TRANSPORT_UDS,
)

T = TypeVar("T")


class RawBackend:
    """Scripts on an event loop, as client and as server.

    The control port has threads of its own, which hand everything over to the loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without listeners."""
        self.observations = Observed()
        self.signals = Signals()
        self._loop = loop
        self._calls = Calls()
        self._listeners: dict[str, RawListener] = {}

    def describe(self) -> DescribeResponse:
        """This instance."""
        return describe()

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := _unsupported(request):
            return ListenResponse(unsupported=unsupported)
        for problem in filter(None, map(problem_of, request.raw)):
            raise BadRequest(problem)
        bound = _bound(request)
        try:
            asyncio.run_coroutine_threadsafe(self._open(request, bound), self._loop).result()
        except BaseException:
            bound.close()
            raise
        return ListenResponse(address=_dialled(bound))

    def call(self, plan: CallPlan, done: Done) -> None:
        """Start a call."""
        self._loop.call_soon_threadsafe(self._calls.start, plan, done)

    def close(self, request: CloseRequest) -> None:
        """Close one listener or all, at once. There are no channels."""
        if not request.channel_key:
            self._on_loop(lambda: self._close(request.listener))

    def reset(self) -> None:
        """There are no client channels: each call has a connection of its own."""

    def register(self, request: RegisterRequest) -> RegisterResponse:
        """Refuse: scripts aren't published."""
        raise BadRequest("raw listeners aren't registered")

    def set_health(self, request: SetHealthRequest) -> None:
        """Refuse: scripts have no health."""
        raise BadRequest("raw listeners have no health")

    def open_calls(self) -> int:
        """Calls made, and connections served, now."""
        return self._calls.open_calls + sum(each.open_calls for each in self._listeners.values())

    async def _open(self, request: ListenRequest, bound: socket.socket) -> None:
        if request.id in self._listeners:
            raise BadRequest(f"there is a listener {request.id!r} already")
        if len(self._listeners) >= MOST_LISTENERS:
            raise BadRequest(f"{MOST_LISTENERS} listeners are open")
        listener = RawListener(request.id, request.raw, self.observations)
        self._listeners[request.id] = listener
        try:
            await listener.listen(bound)
        except OSError as error:
            del self._listeners[request.id]
            raise BadRequest(f"can't listen on {request.bind}: {error}") from error

    def _close(self, id: str) -> None:
        if id and id not in self._listeners:
            raise BadRequest(f"no listener {id!r}")
        for each in [id] if id else list(self._listeners):
            self._listeners.pop(each).close()

    def _on_loop(self, act: Callable[[], T]) -> T:
        async def acted() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(acted(), self._loop).result()


def _unsupported(request: ListenRequest) -> UnsupportedField | None:
    """The first field that means nothing here."""
    reason = "the raw peer has no library, only scripts over plaintext"
    if request.transport not in PLAINTEXT:
        return UnsupportedField(field="transport", reason=reason)
    for field, _ in request.ListFields():
        if field.name in REFUSED:
            return UnsupportedField(field=field.json_name, reason=reason)
    return None


def _bound(request: ListenRequest) -> socket.socket:
    """A socket at "host:port", or at a path. Raises BadRequest when it can't be bound."""
    if not request.bind:
        raise BadRequest("bind is empty")
    try:
        return _socket(request)
    except (OSError, AddressError) as error:
        raise BadRequest(f"can't bind {request.bind}: {error}") from error


def _socket(request: ListenRequest) -> socket.socket:
    if request.transport == Transport.TRANSPORT_UDS:
        return _at(socket.socket(socket.AF_UNIX), request.bind)
    address = host_and_port(request.bind)
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    # asyncio sends small writes at once only where the protocol is said (TCP_NODELAY).
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return _at(bound, address)


def _at(bound: socket.socket, address: str | tuple[str, int]) -> socket.socket:
    try:
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


def _dialled(bound: socket.socket) -> str:
    """What a client on the same host dials."""
    name = bound.getsockname()
    if bound.family == socket.AF_UNIX:
        return f"unix:{name}"
    host = f"[{name[0]}]" if bound.family == socket.AF_INET6 else name[0]
    return f"{DIALLED.get(host, host)}:{name[1]}"
