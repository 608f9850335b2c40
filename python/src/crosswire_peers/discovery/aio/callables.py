"""The callables that stubs are made of: each call of one picks a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswire_peers.discovery.aio import grpc_types
from crosswire_peers.discovery.aio.call import AioDiscoveryCall
from crosswire_peers.discovery.aio.connections import Connections, Server
from crosswire_peers.discovery.aio.requests import Outbox, Replay, each
from crosswire_peers.discovery.balancing.arguments import Arguments
from crosswire_peers.discovery.balancing.method import Method


@dataclass(frozen=True)
class Invocation:
    """An RPC that is to be begun."""

    method: Method
    request: Any
    arguments: Arguments

    @property
    def repeatable(self) -> bool:
        """Whether it can be begun again."""
        return not isinstance(self.request, Replay) or self.request.whole

    def begin(self, server: Server, timeout: float | None) -> Any:
        """Begin it."""
        request = self.request.attempt() if isinstance(self.request, Replay) else self.request
        return self.method.on(server)(request, **self.arguments.for_server(timeout))


class _Stub:
    def __init__(self, connections: Connections, method: Method) -> None:
        self._connections, self._method = connections, method

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        request, arguments = Arguments.split(args, kwargs)
        outbox = None
        if not self._method.single_request:
            outbox = Outbox() if request is None else None
            request = Replay(outbox or each(request))
        return AioDiscoveryCall(
            self._connections,
            Invocation(self._method, request, arguments),
            bool(arguments.wait_for_ready),
            arguments.timeout,
            outbox,
            streams=not self._method.single_response,
        )


class UnaryUnary(_Stub, grpc_types.UnaryUnaryMultiCallable):
    """One request, one response."""


class UnaryStream(_Stub, grpc_types.UnaryStreamMultiCallable):
    """One request, many responses."""


class StreamUnary(_Stub, grpc_types.StreamUnaryMultiCallable):
    """Many requests, one response."""


class StreamStream(_Stub, grpc_types.StreamStreamMultiCallable):
    """Many requests, many responses."""
