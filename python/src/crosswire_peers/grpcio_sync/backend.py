"""The peer python-grpcio, as the control port drives it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from crosswire.peer.v1.peer_pb2 import (
    CallResponse,
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
    UnsupportedField,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_shared.checks import unsupported_by_listener
from crosswire_peers.grpcio_shared.description import describe
from crosswire_peers.grpcio_sync.calls import Calls
from crosswire_peers.grpcio_sync.listeners import Listener, close, listen
from crosswire_peers.grpcio_sync.probe import Probe
from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.process import serve
from crosswire_peers.peer.signals import Signals

LIMITS = {
    "client.read-headers": "of a call with a single response, grpcio shows headers at its end"
}


class SyncBackend:
    """grpcio on threads, as client and as server."""

    def __init__(self) -> None:
        """Start without listeners and channels."""
        self.observations = Observations()
        self.signals = Signals()
        self._calls = Calls(self.signals)
        self._probe = Probe(self._calls, self.signals)
        self._lock = threading.Lock()
        self._listeners: dict[str, Listener] = {}

    def describe(self) -> DescribeResponse:
        """This instance."""
        return describe("grpc-python", LIMITS)

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener."""
        if unsupported := unsupported_by_listener(request):
            field, reason = unsupported
            return ListenResponse(unsupported=UnsupportedField(field=field, reason=reason))
        with self._lock:
            if request.id in self._listeners:
                raise BadRequest(f"there is a listener {request.id!r} already")
            listener = listen(request, self._probe, self.observations)
            self._listeners[request.id] = listener
        return ListenResponse(address=listener.address)

    def call(self, plan: CallPlan, done: Callable[[CallResponse], None]) -> None:
        """Start a call."""
        self._calls.start(plan, done)

    def close(self, request: CloseRequest) -> None:
        """Close one listener or all."""
        with self._lock:
            if request.listener and request.listener not in self._listeners:
                raise BadRequest(f"no listener {request.listener!r}")
            ids = [request.listener] if request.listener else list(self._listeners)
            listeners = [self._listeners.pop(id) for id in ids]
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
