"""The channel on an event loop: what generated stubs take."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import grpc
import grpc.aio
from grpc import ChannelConnectivity

from crosswire_peers.discovery.aio.callables import (
    StreamStream,
    StreamUnary,
    UnaryStream,
    UnaryUnary,
)
from crosswire_peers.discovery.aio.connections import Connections
from crosswire_peers.discovery.balancing.method import Method
from crosswire_peers.discovery.policy import PolicyName
from crosswire_peers.discovery.target import parse_target


class AioDiscoveryChannel(grpc.aio.Channel):
    """A channel over all servers that a registry has, one of which is picked for each RPC."""

    def __init__(
        self,
        target: str,
        *,
        policy: PolicyName = "round_robin",
        options: Sequence[tuple[str, Any]] = (),
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        """Begin to look for servers, and to connect to them, on the running loop.

        Raises TargetError. `options` and `credentials` are those of each server's own channel.
        """
        self._connections = Connections(parse_target(target), policy, options, credentials)

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

    def get_state(self, try_to_connect: bool = False) -> ChannelConnectivity:
        """The state: ready when a server is. It always tries to connect."""
        return self._connections.state

    async def wait_for_state_change(self, last_observed_state: ChannelConnectivity) -> None:
        """Wait until the state is another."""
        while self._connections.state is last_observed_state:
            changed = asyncio.Event()
            self._connections.when_changed(changed.set)
            await changed.wait()

    async def channel_ready(self) -> None:
        """Wait until a server is connected."""
        while (state := self._connections.state) is not ChannelConnectivity.READY:
            await self.wait_for_state_change(state)

    async def close(self, grace: float | None = None) -> None:
        """Close all connections and the watch; RPCs get `grace` seconds to end."""
        await self._connections.close(grace)

    async def __aenter__(self) -> AioDiscoveryChannel:
        """Close at the end."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.close()
