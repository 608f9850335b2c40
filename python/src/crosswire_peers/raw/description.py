"""What the raw peer says about itself."""

from __future__ import annotations

from importlib.metadata import version

from crosswire.peer.v1.peer_pb2 import Capability, DescribeResponse, Library

from crosswire_peers.peer.identity import identity

USER_AGENT = "crosswire-raw"
SUPPORTED = ("client.raw", "server.raw", "transport.h2c", "transport.uds")


def describe() -> DescribeResponse:
    """This instance."""
    capabilities = [Capability(id=id, supported=True) for id in SUPPORTED]
    return identity([Library(name="hpack", version=version("hpack"))], capabilities, USER_AGENT)
