"""The peer python-grpcio, as the control port drives it."""

from __future__ import annotations

import threading

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

from crosswire_peers.grpcio_shared.checks import unsupported_by_listener
from crosswire_peers.grpcio_shared.description import describe
from crosswire_peers.grpcio_shared.listeners import Listener, Listeners
from crosswire_peers.grpcio_shared.opening_listener import open_listener
from crosswire_peers.grpcio_sync.calls import Calls
from crosswire_peers.grpcio_sync.listeners import SyncServer
from crosswire_peers.grpcio_sync.probe import Probe
from crosswire_peers.grpcio_sync.ways import WAYS
from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.process import serve
from crosswire_peers.peer.signals import Signals
from crosswire_peers.services.greeting import Greeting


class SyncBackend:
    """grpcio on threads, as client and as server."""

    def __init__(self) -> None:
        """Start without listeners and channels."""
        self.observations = Observations()
        self.signals = Signals()
        self._calls = Calls(self.signals)
        self._probe = Probe(self._calls, self.signals)
        self._listeners = Listeners(self._open)

    def describe(self) -> DescribeResponse:
        """This instance."""
        threads = Capability(id="server.threads", supported=True)
        return describe("grpc-python", WAYS, [threads])

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := unsupported_by_listener(request):
            return ListenResponse(unsupported=unsupported)
        return ListenResponse(address=self._listeners.listen(request))

    def call(self, plan: CallPlan, done: Done) -> None:
        """Start a call."""
        self._calls.start(plan, done)

    def close(self, request: CloseRequest) -> None:
        """Close one listener, all, or the channels of one key."""
        if request.channel_key:
            self._calls.channels.close(request.channel_key)
        else:
            self._listeners.close(request)

    def register(self, request: RegisterRequest) -> RegisterResponse:
        """Make a listener known."""
        return self._listeners.register(request)

    def set_health(self, request: SetHealthRequest) -> None:
        """Change a listener's health."""
        self._listeners.set_health(request)

    def reset(self) -> None:
        """Close all client channels."""
        self._calls.channels.close()

    def open_calls(self) -> int:
        """Calls made and served now."""
        return self._calls.open_calls + self.observations.open_calls

    def _open(self, request: ListenRequest) -> Listener:
        return open_listener(request, self._serve)

    def _serve(self, request: ListenRequest, greeting: Greeting) -> SyncServer:
        return SyncServer(request, greeting, self._probe, self.observations)


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    serve(SyncBackend())
    threading.Event().wait()
