"""What a peer on an event loop does for the control port, whichever library it plays."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Protocol

from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    ListenRequest,
    ListenResponse,
    RegisterRequest,
    RegisterResponse,
    SetHealthRequest,
    UnsupportedField,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_aio.waiting import on_loop
from crosswire_peers.grpcio_shared.listeners import Listener, Listeners, Server
from crosswire_peers.grpcio_shared.opening_listener import open_listener
from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.signals import Signals
from crosswire_peers.services.greeting import Greeting


class Channels(Protocol):
    """The client channels of a library."""

    async def close(self, name: str | None = None) -> None:
        """Close those of one name, or all."""
        ...


class Calls(Protocol):
    """The calls that a library makes, on the loop."""

    @property
    def channels(self) -> Channels:
        """What they go over."""
        ...

    @property
    def open_calls(self) -> int:
        """How many are under way."""
        ...

    def start(self, plan: CallPlan, done: Done) -> object:
        """Start one."""
        ...


class LoopBackend(ABC):
    """A library on an event loop. The control port's threads hand everything over to the loop."""

    _calls: Calls

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without listeners."""
        self.observations = Observations()
        self.signals = Signals()
        self._loop = loop
        self._listeners = Listeners(self._open)

    @abstractmethod
    def _unsupported(self, request: ListenRequest) -> UnsupportedField | None:
        """What of a listener the library can't do."""

    @abstractmethod
    async def _serve(self, request: ListenRequest, greeting: Greeting) -> Server:
        """Serve on a listener."""

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := self._unsupported(request):
            return ListenResponse(unsupported=unsupported)
        return ListenResponse(address=self._listeners.listen(request))

    def call(self, plan: CallPlan, done: Done) -> None:
        """Start a call."""
        self._loop.call_soon_threadsafe(self._calls.start, plan, done)

    def close(self, request: CloseRequest) -> None:
        """Close one listener, all, or the channels of one key."""
        if request.channel_key:
            on_loop(self._loop, self._calls.channels.close(request.channel_key))
        else:
            self._listeners.close(request)

    def reset(self) -> None:
        """Close all client channels."""
        on_loop(self._loop, self._calls.channels.close())

    def register(self, request: RegisterRequest) -> RegisterResponse:
        """Make a listener known."""
        return self._listeners.register(request)

    def set_health(self, request: SetHealthRequest) -> None:
        """Change a listener's health."""
        self._listeners.set_health(request)

    def open_calls(self) -> int:
        """Calls made and served now."""
        return self._calls.open_calls + self.observations.open_calls

    def _open(self, request: ListenRequest) -> Listener:
        return open_listener(request, self._serve_on_loop)

    def _serve_on_loop(self, request: ListenRequest, greeting: Greeting) -> Server:
        return on_loop(self._loop, self._serve(request, greeting))
