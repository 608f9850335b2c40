"""Types of discovery: what a registry says of servers, and how one follows it or stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class ServerEntry:
    """A server as its registry has it."""

    host: str
    port: int
    # The share of the weighted policy. 0 gets no calls.
    weight: int = 1

    @property
    def address(self) -> str:
        """What a client dials: "10.0.0.7:8003", "[::1]:8003"."""
        return address_of(self.host, self.port)


@dataclass(frozen=True, slots=True)
class Target:
    """A registry's URI taken apart."""

    scheme: Literal["zookeeper", "consul"]
    # The registry's own "host:port".
    authority: str
    # ZooKeeper: the path, with its leading slash. Consul: the service, or a key of the KV store.
    name: str
    # Consul: the data centre to look in.
    dc: str = ""
    # Consul: the data centre to look in when the local one has no healthy instance.
    failover: str = ""

    def __str__(self) -> str:
        """The URI again, without its parameters."""
        return f"{self.scheme}://{self.authority}/{self.name.removeprefix('/')}"


class RegistryError(Exception):
    """A registry can't be reached, or refuses; in one line, which names it."""


class Watch(Protocol):
    """Something that is followed until it is closed."""

    def close(self) -> None:
        """End it. A callback that is running meanwhile ends; no other follows."""


class Registration(Protocol):
    """A server's entry, kept until it is withdrawn."""

    @property
    def entry(self) -> str:
        """ZooKeeper: the node's path, another after a lost session. Consul: the service id."""

    def update(self, *, weight: int) -> None:
        """Change the share. Raises RegistryError within 5 s; the entry then follows when it can."""

    def withdraw(self) -> None:
        """Take the entry back. Where the registry can't be reached it goes as a killed server's."""


OnServers = Callable[[Sequence[ServerEntry]], None]
OnUnreachable = Callable[[Exception], None]


def address_of(host: str, port: int) -> str:
    """A host and a port as one text, with an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
