"""A `grpc.Channel` over the servers of a registry."""

from crosswire_peers.discovery.sync.channel import DiscoveryChannel

__all__ = ["DiscoveryChannel"]
