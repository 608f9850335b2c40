"""The peer python-grpcio, as the control port drives it."""

from __future__ import annotations

import threading

import grpc
from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_shared.checks import unsupported_by_listener
from crosswire_peers.grpcio_shared.description import describe
from crosswire_peers.grpcio_shared.listeners import Listeners
from crosswire_peers.grpcio_sync.calls import Calls
from crosswire_peers.grpcio_sync.listeners import close, listen
from crosswire_peers.grpcio_sync.probe import Probe
from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.process import serve
from crosswire_peers.peer.signals import Signals


class SyncBackend:
    """grpcio on threads, as client and as server."""

    def __init__(self) -> None:
        """Start without listeners and channels."""
        self.observations = Observations()
        self.signals = Signals()
        self._calls = Calls(self.signals)
        self._probe = Probe(self._calls, self.signals)
        self._lock = threading.Lock()
        self._listeners: Listeners[grpc.Server] = Listeners()

    def describe(self) -> DescribeResponse:
        """This instance."""
        return describe("grpc-python")

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := unsupported_by_listener(request):
            return ListenResponse(unsupported=unsupported)
        with self._lock:
            self._listeners.check_new(request.id)
            listener = listen(request, self._probe, self.observations)
            self._listeners.add(request.id, listener)
        return ListenResponse(address=listener.address)

    def call(self, plan: CallPlan, done: Done) -> None:
        """Start a call."""
        self._calls.start(plan, done)

    def close(self, request: CloseRequest) -> None:
        """Close one listener or all."""
        with self._lock:
            listeners = self._listeners.take_out(request.listener)
        for listener in listeners:
            close(listener, request)

    def reset(self) -> None:
        """Close all client channels."""
        self._calls.channels.close()

    def open_calls(self) -> int:
        """Calls made and served now."""
        return self._calls.open_calls + self.observations.open_calls


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    serve(SyncBackend())
    threading.Event().wait()
