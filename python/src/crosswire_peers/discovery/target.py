"""Reading of a registry's URI: zookeeper://host:port/path, consul://host:port/service?dc=dc2."""

from __future__ import annotations

import os
import re
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote_to_bytes

from crosswire_peers.discovery.text import quoted
from crosswire_peers.discovery.types import Target

LONGEST = 2048
URI = re.compile(
    r"(?P<scheme>zookeeper|consul)://(?P<authority>[^/?#]*)"
    r"(?:/(?P<name>[^?#]*))?(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?",
    re.DOTALL,
)
AUTHORITY = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):(?P<port>[0-9]{1,5})", re.ASCII)
DATA_CENTRE = re.compile(r"[\w-]+", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class TargetError(ValueError):
    """What is wrong with a target."""


class _Wrong(Exception):
    """What is wrong, without the target."""


def is_registry_target(uri: str) -> bool:
    """Tell a registry's URI, well formed or not, from an address."""
    return uri.startswith(("zookeeper:", "consul:"))


def parse_target(uri: str) -> Target:
    """Take a target apart. Raises TargetError, which says what is wrong."""
    try:
        return _parse(uri)
    except _Wrong as wrong:
        raise TargetError(f"target {quoted(uri)}: {wrong}") from None


def _parse(uri: str) -> Target:
    if len(uri) > LONGEST:
        raise _Wrong(f"longer than {LONGEST} characters")
    found = URI.fullmatch(uri)
    if not found:
        raise _Wrong("not zookeeper://host:port/path or consul://host:port/service")
    if found["fragment"] is not None:
        raise _Wrong("a fragment (#) means nothing here")
    scheme = cast("Literal['zookeeper', 'consul']", found["scheme"])
    authority = _authority(scheme, found["authority"])
    name = _name(scheme, found["name"] or "")
    return Target(scheme, authority, name, **_parameters(scheme, found["query"] or ""))


def _authority(scheme: str, given: str) -> str:
    authority = given or _default(scheme)
    found = AUTHORITY.fullmatch(authority)
    if not found:
        raise _Wrong(f"the registry's address {quoted(authority)} is not host:port")
    if not 1 <= int(found["port"]) <= 65_535:
        raise _Wrong(f"port {found['port']} is not in 1–65535")
    return authority


def _default(scheme: str) -> str:
    if scheme == "zookeeper":
        return os.environ.get("ZOOKEEPER_ADDRESS") or "127.0.0.1:2181"
    # Consul's own tools take a URL there too.
    address = os.environ.get("CONSUL_HTTP_ADDR") or "127.0.0.1:8500"
    return address.removeprefix("http://").removesuffix("/")


def _name(scheme: str, endpoint: str) -> str:
    name = _decoded(endpoint)
    if not name:
        raise _Wrong("no path" if scheme == "zookeeper" else "no service")
    if CONTROL.search(name):
        raise _Wrong("a control character in its name")
    if scheme == "consul":
        return name
    parts = name.split("/")
    if "" in parts:
        raise _Wrong("a path with an empty part")
    if "." in parts or ".." in parts:
        raise _Wrong("a path with . or ..")
    return f"/{name}"


def _decoded(endpoint: str) -> str:
    if re.search(r"%(?![0-9a-fA-F]{2})", endpoint):
        raise _Wrong("a broken % sequence")
    try:
        return unquote_to_bytes(endpoint).decode()
    except UnicodeError:
        raise _Wrong("a broken % sequence") from None


def _parameters(scheme: str, query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if scheme == "zookeeper" or key not in ("dc", "failover"):
            raise _Wrong(f"no parameter {quoted(key)} is known")
        if key in found:
            raise _Wrong(f"{key} is given twice")
        if not DATA_CENTRE.fullmatch(value):
            raise _Wrong(f"{key} {quoted(value)} is no data centre's name")
        found[key] = value
    return found
