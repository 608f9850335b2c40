"""The callables that stubs are made of: each call of one picks a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc

from crosswire_peers.discovery.balancing.arguments import Arguments
from crosswire_peers.discovery.balancing.core import deadline_of, remaining
from crosswire_peers.discovery.balancing.method import Method
from crosswire_peers.discovery.balancing.replay import Replay
from crosswire_peers.discovery.sync import grpc_types
from crosswire_peers.discovery.sync.call import DiscoveryCall
from crosswire_peers.discovery.sync.connections import Connections, Server


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
        """Begin it without blocking."""
        stub = self.method.on(server)
        return self._invoke(stub.future if self.method.single_response else stub, timeout)

    def complete(self, server: Server, timeout: float | None) -> Any:
        """Block for its response, and answer that with the call."""
        return self._invoke(self.method.on(server).with_call, timeout)

    def _invoke(self, stub: Callable[..., Any], timeout: float | None) -> Any:
        request = iter(self.request) if isinstance(self.request, Replay) else self.request
        return stub(request, **self.arguments.for_server(timeout))


class _Stub:
    """What all four kinds have in common."""

    def __init__(self, connections: Connections, method: Method) -> None:
        self._connections, self._method = connections, method

    def _call(self, request: Any, arguments: Arguments) -> DiscoveryCall:
        invocation = self._invocation(request, arguments)
        wait_for_ready = bool(arguments.wait_for_ready)
        return DiscoveryCall(self._connections, invocation, wait_for_ready, arguments.timeout)

    def _block(self, request: Any, arguments: Arguments) -> Any:
        invocation = self._invocation(request, arguments)
        deadline = deadline_of(arguments.timeout)
        while True:
            server = self._connections.pick_blocking(bool(arguments.wait_for_ready), deadline)
            try:
                return invocation.complete(server, remaining(deadline))
            except grpc.RpcError as error:
                ended = isinstance(error, grpc.Call) and invocation.repeatable
                if not (ended and self._connections.is_unsent(server, error)):
                    raise
                self._connections.doubt(server)
            finally:
                self._connections.release(server)

    def _invocation(self, request: Any, arguments: Arguments) -> Invocation:
        if not self._method.single_request:
            request = Replay(iter(request))
        return Invocation(self._method, request, arguments)


class _SingleResponse(_Stub):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._block(*Arguments.split(args, kwargs))[0]

    def with_call(self, *args: Any, **kwargs: Any) -> Any:
        return self._block(*Arguments.split(args, kwargs))

    def future(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(*Arguments.split(args, kwargs))


class _Responses(_Stub):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(*Arguments.split(args, kwargs))


class UnaryUnary(_SingleResponse, grpc_types.UnaryUnaryMultiCallable):
    """One request, one response."""


class UnaryStream(_Responses, grpc_types.UnaryStreamMultiCallable):
    """One request, many responses."""


class StreamUnary(_SingleResponse, grpc_types.StreamUnaryMultiCallable):
    """Many requests, one response."""


class StreamStream(_Responses, grpc_types.StreamStreamMultiCallable):
    """Many requests, many responses."""
