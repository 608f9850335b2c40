"""The peer python-grpcio-aio, as the control port drives it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import grpc.aio
from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_aio.calls import Calls
from crosswire_peers.grpcio_aio.listeners import AioListener, close, listen
from crosswire_peers.grpcio_aio.probe import Probe
from crosswire_peers.grpcio_shared.checks import unsupported_by_listener
from crosswire_peers.grpcio_shared.description import describe
from crosswire_peers.grpcio_shared.listeners import Listeners
from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.process import serve
from crosswire_peers.peer.signals import Signals

T = TypeVar("T")


class AioBackend:
    """grpcio on an event loop, as client and as server.

    The control port has threads of its own, which hand everything over to the loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without listeners and channels."""
        self.observations = Observations()
        self.signals = Signals()
        self._loop = loop
        self._calls = Calls(self.signals)
        self._probe = Probe(self._calls, self.signals)
        self._listeners: Listeners[grpc.aio.Server] = Listeners()

    def describe(self) -> DescribeResponse:
        """This instance."""
        return describe("grpc-python-asyncio")

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := unsupported_by_listener(request):
            return ListenResponse(unsupported=unsupported)
        return ListenResponse(address=self._on_loop(self._listen(request)).address)

    def call(self, plan: CallPlan, done: Done) -> None:
        """Start a call."""
        self._loop.call_soon_threadsafe(self._calls.start, plan, done)

    def close(self, request: CloseRequest) -> None:
        """Close one listener or all."""
        self._on_loop(self._close(request))

    def reset(self) -> None:
        """Close all client channels."""
        self._on_loop(self._calls.channels.close())

    def open_calls(self) -> int:
        """Calls made and served now."""
        return self._calls.open_calls + self.observations.open_calls

    def _on_loop(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _listen(self, request: ListenRequest) -> AioListener:
        self._listeners.check_new(request.id)
        listener = await listen(request, self._probe, self.observations)
        self._listeners.add(request.id, listener)
        return listener

    async def _close(self, request: CloseRequest) -> None:
        for listener in self._listeners.take_out(request.listener):
            await close(listener, request)


async def _serve() -> None:
    serve(AioBackend(asyncio.get_running_loop()))
    await asyncio.Event().wait()


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    asyncio.run(_serve())
