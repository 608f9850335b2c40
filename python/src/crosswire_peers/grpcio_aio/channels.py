"""The client channels of this peer. All methods belong to the event loop."""

from __future__ import annotations

import grpc.aio
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.discovery.aio import AioDiscoveryChannel
from crosswire_peers.grpcio_shared.channels import OpenStubs, SharedChannels


class Stubs(OpenStubs[grpc.aio.Channel]):
    """A channel on an event loop, with its stubs."""

    def __init__(self, plan: CallPlan) -> None:
        """Open the channel that the plan asks for."""
        super().__init__(
            plan, grpc.aio.secure_channel, grpc.aio.insecure_channel, AioDiscoveryChannel
        )

    async def release(self) -> None:
        """Close a channel that was opened for one call."""
        if self.fresh:
            await self.channel.close()


class Channels(SharedChannels[Stubs]):
    """The shared channels."""

    def __init__(self) -> None:
        """Start without any."""
        super().__init__(Stubs)

    async def close(self, name: str | None = None) -> None:
        """Close the channels of one key, or all: grpcio cancels the calls under way on them."""
        for stubs in self.take_out(name):
            await stubs.channel.close()
