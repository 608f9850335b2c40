"""Making a server known, in whichever registry the target names."""

from __future__ import annotations

from crosswire_peers.discovery.consul.instance import register_consul
from crosswire_peers.discovery.types import Registration, Target
from crosswire_peers.discovery.zookeeper.node import register_zookeeper


def register(
    target: Target,
    *,
    host: str,
    port: int,
    weight: int | None = None,
    session_timeout: float = 10.0,
    check_interval: float = 10.0,
    check_address: str = "",
) -> Registration:
    """Make a server known at this host and port. Without a weight none is written.

    `session_timeout`, in seconds: how long ZooKeeper keeps the entry of a server that has fallen
    silent. `check_interval`: how often Consul asks for its health, at `check_address` if not at
    what is published. Raises RegistryError when the registry refuses, or can't be reached in 5 s.
    """
    if target.scheme == "zookeeper":
        return register_zookeeper(target, host, port, weight, session_timeout)
    return register_consul(
        target, host, port, weight, check_address=check_address, check_interval=check_interval
    )
