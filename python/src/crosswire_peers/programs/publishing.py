"""Making a server known in registries, and taking that back."""

from __future__ import annotations

import time
from argparse import Namespace
from dataclasses import dataclass

from crosswire_peers.discovery import Registration, RegistryError, parse_target, register

# Seconds in which clients hear that a server is leaving.
SETTLE = 1.0
# Seconds between two questions of Consul's agent after the server's health.
CHECK_INTERVAL = 2.0


@dataclass(frozen=True)
class Program:
    """A server program, and under which names its service goes."""

    module: str
    # For people, and in Consul.
    name: str
    # In gRPC.
    service: str
    # In ZooKeeper.
    path: str


def publish(program: Program, flags: Namespace, port: int) -> list[Registration]:
    """Make the server known wherever the flags say. Raises RegistryError, and then nowhere."""
    entries: list[Registration] = []
    try:
        for uri in _registries(program, flags):
            entries.append(_register(uri, flags, port))
    except RegistryError:
        withdraw(entries)
        raise
    return entries


def withdraw(entries: list[Registration]) -> None:
    """Take the entries back, and give clients the time to hear of it."""
    for entry in entries:
        entry.withdraw()
    if entries:
        time.sleep(SETTLE)


def _registries(program: Program, flags: Namespace) -> list[str]:
    uris = []
    if flags.zookeeper:
        uris.append(f"zookeeper://{flags.zookeeper}{program.path}")
    if flags.consul:
        uris.append(f"consul://{flags.consul}/{program.name}")
    return uris


def _register(uri: str, flags: Namespace, port: int) -> Registration:
    return register(
        parse_target(uri),
        host=flags.host,
        port=port,
        weight=flags.weight,
        check_interval=CHECK_INTERVAL,
    )
