"""The client channels of this peer. All methods belong to the event loop."""

from __future__ import annotations

from typing import Any

import grpc.aio
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_shared.channel_key import Key, channel_key
from crosswire_peers.grpcio_shared.credentials import channel_credentials
from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.options import channel_options
from crosswire_peers.grpcio_shared.targets import uri


class Stubs:
    """A channel, with the stub callables made on it so far."""

    def __init__(self, plan: CallPlan) -> None:
        """Open the channel that the plan asks for; it connects with its first call."""
        credentials = channel_credentials(plan)
        options = channel_options(plan)
        self.fresh = plan.channel.fresh
        self.channel = (
            grpc.aio.secure_channel(uri(plan.targets), credentials, options)
            if credentials
            else grpc.aio.insecure_channel(uri(plan.targets), options)
        )
        self._callables: dict[str, Any] = {}

    def callable(self, method: Method) -> Any:
        """The stub's callable for a method."""
        found = self._callables.get(method.path)
        if found is None:
            found = self._callables[method.path] = method.of(self.channel)
        return found

    async def release(self) -> None:
        """Close a channel that was opened for one call."""
        if self.fresh:
            await self.channel.close()


class Channels:
    """The shared channels, opened on first use."""

    def __init__(self) -> None:
        """Start without any."""
        self._stubs: dict[Key, Stubs] = {}

    def get(self, plan: CallPlan) -> Stubs:
        """The channel of a plan: one of its own if it wants that fresh, else the shared one."""
        if plan.channel.fresh:
            return Stubs(plan)
        key = channel_key(plan)
        stubs = self._stubs.get(key)
        if stubs is None:
            stubs = self._stubs[key] = Stubs(plan)
        return stubs

    async def close(self) -> None:
        """Close all shared channels: calls under way on them are cancelled by grpcio."""
        stubs, self._stubs = self._stubs, {}
        for each in stubs.values():
            await each.channel.close()
