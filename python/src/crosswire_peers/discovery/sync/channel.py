"""The channel: what generated stubs and grpc.intercept_channel take."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import grpc
from grpc import ChannelConnectivity

from crosswire_peers.discovery.balancing.method import Method
from crosswire_peers.discovery.policy import PolicyName
from crosswire_peers.discovery.sync.callables import (
    StreamStream,
    StreamUnary,
    UnaryStream,
    UnaryUnary,
)
from crosswire_peers.discovery.sync.connections import Connections
from crosswire_peers.discovery.target import parse_target

StateCallback = Callable[[ChannelConnectivity], None]


class DiscoveryChannel(grpc.Channel):
    """A channel over all servers that a registry has, one of which is picked for each RPC."""

    def __init__(
        self,
        target: str,
        *,
        policy: PolicyName = "round_robin",
        options: Sequence[tuple[str, Any]] = (),
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        """Begin to look for servers, and to connect to them. Raises TargetError.

        `options` and `credentials` are those of each server's own channel.
        """
        self._connections = Connections(parse_target(target), policy, options, credentials)
        self._told: dict[StateCallback, ChannelConnectivity | None] = {}
        self._telling = threading.Lock()
        self._connections.on_change = self._tell

    def unary_unary(
        self,
        method: str,
        request_serializer: Any = None,
        response_deserializer: Any = None,
        _registered_method: bool | None = False,
    ) -> UnaryUnary:
        """A callable for one request and one response."""
        arguments = (method, request_serializer, response_deserializer, _registered_method)
        return UnaryUnary(self._connections, Method("unary_unary", *arguments))

    def unary_stream(
        self,
        method: str,
        request_serializer: Any = None,
        response_deserializer: Any = None,
        _registered_method: bool | None = False,
    ) -> UnaryStream:
        """A callable for one request and many responses."""
        arguments = (method, request_serializer, response_deserializer, _registered_method)
        return UnaryStream(self._connections, Method("unary_stream", *arguments))

    def stream_unary(
        self,
        method: str,
        request_serializer: Any = None,
        response_deserializer: Any = None,
        _registered_method: bool | None = False,
    ) -> StreamUnary:
        """A callable for many requests and one response."""
        arguments = (method, request_serializer, response_deserializer, _registered_method)
        return StreamUnary(self._connections, Method("stream_unary", *arguments))

    def stream_stream(
        self,
        method: str,
        request_serializer: Any = None,
        response_deserializer: Any = None,
        _registered_method: bool | None = False,
    ) -> StreamStream:
        """A callable for many requests and many responses."""
        arguments = (method, request_serializer, response_deserializer, _registered_method)
        return StreamStream(self._connections, Method("stream_stream", *arguments))

    def subscribe(self, callback: StateCallback, try_to_connect: bool = False) -> None:
        """Tell of the state: ready when a server is. It always tries to connect."""
        with self._telling:
            self._told[callback] = None
        threading.Thread(target=self._tell, daemon=True).start()

    def unsubscribe(self, callback: StateCallback) -> None:
        """Tell no more."""
        with self._telling:
            self._told.pop(callback, None)

    def close(self) -> None:
        """Close all connections and the watch; the RPCs under way are cancelled."""
        self._connections.close()

    def __enter__(self) -> DiscoveryChannel:
        """Close at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def _tell(self) -> None:
        state = self._connections.state
        with self._telling:
            callbacks = [one for one, told in self._told.items() if told is not state]
            self._told.update(dict.fromkeys(callbacks, state))
        for callback in callbacks:
            callback(state)
