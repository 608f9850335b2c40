"""The healthy instances of a Consul service, followed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from crosswire_peers.discovery.consul.blocking import Following
from crosswire_peers.discovery.consul.failover import Failover
from crosswire_peers.discovery.consul.http import Answer, ConsulError, refusal
from crosswire_peers.discovery.entry import MISSING, Reading, distinct, read_entry
from crosswire_peers.discovery.text import quoted, say
from crosswire_peers.discovery.types import OnServers, OnUnreachable, ServerEntry, Target, Watch


def watch_consul(target: Target, on_servers: OnServers, on_unreachable: OnUnreachable) -> Watch:
    """Tell of the target's instances that pass their checks."""
    if target.failover:
        return Failover(target, _watch_instances, on_servers, on_unreachable)
    return _watch_instances(target, target.dc, on_servers, on_unreachable)


def _watch_instances(
    target: Target, dc: str, on_servers: OnServers, on_unreachable: OnUnreachable
) -> Watch:
    instances = _Instances(target.authority, on_servers)
    path = f"/v1/health/service/{quote(target.name, safe='')}"
    # Consistent: a leader that just started may otherwise answer before it knows what it knew.
    query = {"passing": "1", "consistent": "1", "dc": dc}
    return Following(target.authority, path, query, instances.take, on_unreachable)


class _Instances:
    def __init__(self, authority: str, on_servers: OnServers) -> None:
        self._authority, self._on_servers = authority, on_servers
        self._complaints: set[str] = set()

    def take(self, answer: Answer) -> None:
        if answer.status != 200:
            raise refusal(self._authority, answer)
        readings = [_read(instance) for instance in self._listed(answer.body)]
        self._complain({reading.complaint for reading in readings if reading.complaint})
        found = distinct(reading.server for reading in readings if reading.server)
        # Consul promises no order.
        self._on_servers(sorted(found, key=_address))

    def _complain(self, complaints: set[str]) -> None:
        """Say each once, not with every answer."""
        for complaint in sorted(complaints - self._complaints):
            say(complaint)
        self._complaints = complaints

    def _listed(self, body: bytes) -> list[Any]:
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
        shown = quoted(body.decode(errors="replace"))
        raise ConsulError(self._authority, f"no list of instances: {shown}")


def _read(instance: object) -> Reading:
    """Read an instance. One without an address is at that of its node."""
    node, service = _part(instance, "Node"), _part(instance, "Service")
    found = {
        "host": service.get("Address") or node.get("Address", MISSING),
        "port": service.get("Port", MISSING),
        "weight": _part(service, "Weights").get("Passing", 1),
    }
    reading = read_entry(found)
    if not reading.complaint:
        return reading
    name = quoted(str(service.get("ID")))
    return Reading(reading.server, f"consul instance {name}: {reading.complaint}")


def _part(whole: object, name: str) -> dict[str, Any]:
    found = whole.get(name) if isinstance(whole, dict) else None
    return found if isinstance(found, dict) else {}


def _address(server: ServerEntry) -> str:
    return server.address
