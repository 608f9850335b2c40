"""The entries of a listener in registries."""

from __future__ import annotations

import threading

from crosswire.peer.v1.peer_pb2 import RegisterRequest, RegisterResponse

from crosswire_peers.discovery import (
    Registration,
    RegistryError,
    TargetError,
    parse_target,
    register,
)
from crosswire_peers.peer.errors import BadRequest

DEFAULT_TIME = 10.0


class Entries:
    """What makes one listener known, by the registry's URI. Kept until it is withdrawn."""

    def __init__(self) -> None:
        """Start unknown."""
        self._lock = threading.Lock()
        self._made: dict[str, Registration] = {}

    def put(self, request: RegisterRequest, address: str) -> RegisterResponse:
        """Make an entry, or bring it up to date. Raises BadRequest for what can't be published."""
        with self._lock:
            try:
                return RegisterResponse(entry=self._put(request, address).entry)
            except TargetError as error:
                raise BadRequest(str(error)) from error
            except RegistryError as error:
                return RegisterResponse(error=str(error))

    def withdraw(self) -> bool:
        """Take all entries back, and tell whether there were any."""
        with self._lock:
            made, self._made = self._made, {}
        for registration in made.values():
            registration.withdraw()
        return bool(made)

    def _put(self, request: RegisterRequest, address: str) -> Registration:
        made = self._made.get(request.registry)
        if made is None:
            made = self._made[request.registry] = _register(request, address)
        else:
            made.update(weight=request.weight or 1)
        return made


def _register(request: RegisterRequest, address: str) -> Registration:
    host, _, port = address.rpartition(":")
    if not (request.port or port.isdecimal()):
        raise BadRequest(f"{address} has no port to publish")
    target = parse_target(request.registry)
    if target.dc or target.failover:
        raise BadRequest(f"{request.registry} has parameters, which are for clients")
    return register(
        target,
        host=request.host or host.strip("[]"),
        port=request.port or int(port),
        weight=request.weight or None,
        session_timeout=_seconds(request, "session_timeout"),
        check_interval=_seconds(request, "check_interval"),
        check_address=request.check_address,
    )


def _seconds(request: RegisterRequest, field: str) -> float:
    if not request.HasField(field):
        return DEFAULT_TIME
    seconds: float = getattr(request, field).ToNanoseconds() / 1e9
    return seconds
