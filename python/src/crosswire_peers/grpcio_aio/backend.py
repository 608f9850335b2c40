"""The peer python-grpcio-aio, as the control port drives it."""

from __future__ import annotations

import asyncio

from crosswire.peer.v1.peer_pb2 import (
    Capability,
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
    RegisterRequest,
    RegisterResponse,
    SetHealthRequest,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_aio.calls import Calls
from crosswire_peers.grpcio_aio.listeners import NO_THREADS, AioServer, no_threads, serve
from crosswire_peers.grpcio_aio.probe import Probe
from crosswire_peers.grpcio_aio.waiting import on_loop
from crosswire_peers.grpcio_shared.checks import unsupported_by_listener
from crosswire_peers.grpcio_shared.description import describe
from crosswire_peers.grpcio_shared.listeners import Listener, Listeners
from crosswire_peers.grpcio_shared.opening_listener import open_listener
from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.process import serve as announce_and_serve
from crosswire_peers.peer.signals import Signals
from crosswire_peers.services.greeting import Greeting


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
        self._listeners = Listeners(self._open)

    def describe(self) -> DescribeResponse:
        """This instance."""
        threads = Capability(id="server.threads", reason=NO_THREADS)
        return describe("grpc-python-asyncio", [threads])

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := unsupported_by_listener(request) or no_threads(request):
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
        return open_listener(request, self._serve)

    def _serve(self, request: ListenRequest, greeting: Greeting) -> AioServer:
        return on_loop(self._loop, serve(request, greeting, self._probe, self.observations))


async def _main() -> None:
    announce_and_serve(AioBackend(asyncio.get_running_loop()))
    await asyncio.Event().wait()


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    asyncio.run(_main())
