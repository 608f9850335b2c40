"""What a registry holds of one server, read and written. What is read is nobody's promise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from crosswire_peers.discovery.text import quoted
from crosswire_peers.discovery.types import ServerEntry

LONGEST_BYTES = 64 * 1024
HIGHEST = 65_535
MISSING = object()


@dataclass(frozen=True, slots=True)
class Reading:
    """A server, or why there is none, and what else was wrong."""

    server: ServerEntry | None = None
    complaint: str = ""


def read_text(data: bytes) -> Reading:
    """Read the data of a ZooKeeper node."""
    if len(data) > LONGEST_BYTES:
        return Reading(complaint="over 64 KiB")
    text = data.decode(errors="replace")
    try:
        found = json.loads(text, parse_constant=_no_json)
    # Deeply nested JSON ends in a RecursionError.
    except (ValueError, RecursionError):
        return Reading(complaint=f"not JSON: {quoted(text)}")
    if not isinstance(found, dict):
        return Reading(complaint=f"no object: {quoted(text)}")
    return read_entry(found)


def read_entry(found: Mapping[str, Any]) -> Reading:
    """Check host, port and weight."""
    host, port = found.get("host", MISSING), found.get("port", MISSING)
    weight = found.get("weight", 1)
    if not isinstance(host, str) or not host:
        return Reading(complaint=f"host {_shown(host)} is no text")
    if not _is_whole(port, 1):
        return Reading(complaint=f"port {_shown(port)} is not a whole number in 1–65535")
    if _is_whole(weight, 0):
        return Reading(ServerEntry(host, int(port), int(weight)))
    complaint = f"weight {_shown(weight)} is not a whole number in 0–65535, counts as 1"
    return Reading(ServerEntry(host, int(port)), complaint)


def write_text(host: str, port: int, weight: int | None) -> bytes:
    """Make the data of a ZooKeeper node; without a weight none is written."""
    entry: dict[str, str | int] = {"host": host, "port": port}
    if weight is not None:
        entry["weight"] = weight
    return json.dumps(entry).encode()


def distinct(servers: Iterable[ServerEntry]) -> list[ServerEntry]:
    """One entry for each host and port; of two, the later weight holds."""
    return list({server.address: server for server in servers}.values())


def _is_whole(value: object, lowest: int) -> TypeGuard[int | float]:
    """8003.0 is the same number in JSON as 8003; True is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return lowest <= value <= HIGHEST and value == int(value)


def _shown(value: object) -> str:
    if value is MISSING:
        return "(missing)"
    if isinstance(value, (dict, list)):
        return "(an object)" if isinstance(value, dict) else "(a list)"
    return quoted(json.dumps(value))


def _no_json(constant: str) -> None:
    raise ValueError(constant)
