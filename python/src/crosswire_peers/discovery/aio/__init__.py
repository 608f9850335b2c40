"""A `grpc.aio.Channel` over the servers of a registry."""

from crosswire_peers.discovery.aio.channel import AioDiscoveryChannel

__all__ = ["AioDiscoveryChannel"]
