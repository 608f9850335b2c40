"""The channel that a client's flags ask for: to an address, or to the servers in a registry."""

from __future__ import annotations

from argparse import Namespace

import grpc
import grpc.aio

from crosswire_peers.discovery import is_registry_target
from crosswire_peers.discovery.aio import AioDiscoveryChannel
from crosswire_peers.discovery.sync import DiscoveryChannel


def open_channel(flags: Namespace) -> grpc.Channel:
    """A channel on threads."""
    if flags.target and is_registry_target(flags.target):
        return DiscoveryChannel(flags.target, policy=flags.policy)
    return grpc.insecure_channel(flags.target or flags.address)


def open_aio_channel(flags: Namespace) -> grpc.aio.Channel:
    """A channel on the running event loop."""
    if flags.target and is_registry_target(flags.target):
        return AioDiscoveryChannel(flags.target, policy=flags.policy)
    return grpc.aio.insecure_channel(flags.target or flags.address)
