"""A channel on threads, and calls that tell who served them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc

from crosswire_peers.discovery import PolicyName
from crosswire_peers.discovery.sync import DiscoveryChannel
from discovery.serving import SERVICE
from discovery.stage import eventually


@contextmanager
def channel(
    uri: str, policy: PolicyName = "round_robin", *, known: int = 0
) -> Iterator[DiscoveryChannel]:
    """A channel, which knows so many servers already."""
    with DiscoveryChannel(uri, policy=policy) as opened:
        eventually(lambda: len({call(opened) for _ in range(12)}) >= known if known else True)
        yield opened


def stub(opened: grpc.Channel, kind: str = "unary_unary") -> Any:
    return getattr(opened, kind)(f"/{SERVICE}/{kind}")


def call(opened: grpc.Channel, kind: str = "unary_unary", **options: Any) -> str:
    """Make a call of a kind, and tell who served it."""
    request = iter([b"1", b"2"]) if kind.startswith("stream") else b"1"
    found = stub(opened, kind)(request, **options)
    if kind.endswith("stream"):
        found = list(found)[-1]
    return str(found.decode().split()[0])
