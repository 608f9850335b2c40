"""The client channels of this peer."""

from __future__ import annotations

from contextlib import suppress

import grpc
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.discovery.sync import DiscoveryChannel
from crosswire_peers.grpcio_shared.channels import OpenStubs, SharedChannels


class Stubs(OpenStubs[grpc.Channel]):
    """A channel on threads, with its stubs."""

    def __init__(self, plan: CallPlan) -> None:
        """Open the channel that the plan asks for."""
        super().__init__(plan, grpc.secure_channel, grpc.insecure_channel, DiscoveryChannel)

    def release(self) -> None:
        """Close a channel that was opened for one call."""
        if self.fresh:
            self.channel.close()


class Channels(SharedChannels[Stubs]):
    """The shared channels."""

    def __init__(self) -> None:
        """Start without any."""
        super().__init__(Stubs)

    def close(self, name: str | None = None) -> None:
        """Close the channels of one key, or all: grpcio cancels the calls under way on them."""
        for stubs in self.take_out(name):
            with suppress(ValueError):
                stubs.channel.close()
