"""Where a channel goes: the contract's targets as one URI of the core's resolvers.

https://github.com/grpc/grpc/blob/master/doc/naming.md
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import unquote

from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.discovery import is_registry_target
from crosswire_peers.peer.errors import Unsupported


def uri(targets: Sequence[str]) -> str:
    """One target as it is; several addresses as the list that `ipv4:` and `ipv6:` take."""
    if len(targets) == 1:
        return targets[0]
    versions = {_version(target) for target in targets}
    if len(versions) != 1 or None in versions:
        reason = "the core's resolvers take lists of IP addresses of one family only"
        raise Unsupported("targets", reason)
    return f"ipv{versions.pop()}:{','.join(targets)}"


def by_registry(plan: CallPlan) -> bool:
    """Whether a registry knows where a plan's call goes."""
    return len(plan.targets) == 1 and is_registry_target(plan.targets[0])


def _version(target: str) -> int | None:
    host = target.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).version
    except ValueError:
        return None


def host_and_port(peer: str) -> str:
    """The address in what grpcio calls a peer, "ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711"."""
    scheme, _, rest = unquote(peer).partition(":")
    return rest if scheme in ("ipv4", "ipv6") else unquote(peer)
