"""The interceptor that observes every call on every service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
from crosswire.peer.v1.peer_pb2 import EventKind
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.entering import enter
from crosswire_peers.grpcio_shared.handlers import Behaviour, Handler, around
from crosswire_peers.grpcio_shared.worker import is_worker, signed
from crosswire_peers.peer.observations import Entry, Observations


class Observer(grpc.ServerInterceptor):
    """Wraps each method's handler, once, into one that writes down what passes."""

    def __init__(self, observations: Observations, listener: str) -> None:
        """Take where to write, and the id of the listener observed."""
        self._observations = observations
        self._listener = listener
        self._handlers: dict[str, Handler] = {}

    def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Return the wrapped handler of a method, None for one that nobody has."""
        path = handler_call_details.method
        if path not in self._handlers:
            handler = continuation(handler_call_details)
            if handler is None:
                return None
            self._handlers[path] = self._wrap(path, signed(handler) if is_worker() else handler)
        return self._handlers[path]

    def _wrap(self, path: str, handler: Handler) -> Handler:
        wrap = self._streaming if handler.response_streaming else self._single
        return around(handler, lambda behaviour: wrap(path, behaviour, handler.request_streaming))

    def _single(self, path: str, behaviour: Behaviour, request_streams: bool) -> Behaviour:
        def observed(request: Any, context: grpc.ServicerContext) -> Any:
            entry = self._enter(path, context)
            try:
                response = behaviour(_observed_request(entry, request, request_streams), context)
                if response is not None and not entry.report.cancelled:
                    entry.tape.note(EventKind.EVENT_KIND_SENT)
                return response
            finally:
                entry.handler_over()

        return observed

    def _streaming(self, path: str, behaviour: Behaviour, request_streams: bool) -> Behaviour:
        def observed(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            entry = self._enter(path, context)
            try:
                request = _observed_request(entry, request, request_streams)
                for response in behaviour(request, context):
                    yield response
                    entry.tape.note(EventKind.EVENT_KIND_SENT)
            finally:
                entry.handler_over()

        return observed

    def _enter(self, path: str, context: grpc.ServicerContext) -> Entry:
        entry = enter(self._observations, self._listener, path, context)
        if not context.add_callback(entry.rpc_over):
            entry.rpc_over()
        return entry


def _observed_request(entry: Entry, request: Any, streams: bool) -> Any:
    if streams:
        return _observed_requests(entry, request)
    entry.tape.received(request)
    return request


def _observed_requests(entry: Entry, requests: Iterator[Message]) -> Iterator[Message]:
    for request in requests:
        entry.tape.received(request)
        yield request
