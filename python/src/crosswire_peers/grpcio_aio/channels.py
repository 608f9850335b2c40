"""The client channels of this peer. All methods belong to the event loop."""

from __future__ import annotations

import grpc.aio
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_shared.channels import OpenStubs, SharedChannels


class Stubs(OpenStubs[grpc.aio.Channel]):
    """A channel on an event loop, with its stubs."""

    def __init__(self, plan: CallPlan) -> None:
        """Open the channel that the plan asks for."""
        super().__init__(plan, grpc.aio.secure_channel, grpc.aio.insecure_channel)

    async def release(self) -> None:
        """Close a channel that was opened for one call."""
        if self.fresh:
            await self.channel.close()


class Channels(SharedChannels[Stubs]):
    """The shared channels."""

    def __init__(self) -> None:
        """Start without any."""
        super().__init__(Stubs)

    async def close(self) -> None:
        """Close all shared channels: calls under way on them are cancelled by grpcio."""
        for stubs in self.take_out():
            await stubs.channel.close()
