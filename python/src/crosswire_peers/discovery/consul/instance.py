"""A server's entry with a Consul agent, which asks it for its health."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import quote

from crosswire_peers.discovery.consul.blocking import Following
from crosswire_peers.discovery.consul.http import Answer, Line, refusal
from crosswire_peers.discovery.types import Registration, RegistryError, Target, address_of

# A check's answer may take so many seconds, also where checks are frequent.
CHECK_TIMEOUT = 1.0


def register_consul(
    target: Target,
    host: str,
    port: int,
    weight: int | None,
    *,
    check_address: str,
    check_interval: float,
) -> Registration:
    """Enter a server. Raises RegistryError when the agent can't be reached, or refuses."""
    entry = f"{target.name}-{host}-{port}"
    service: dict[str, Any] = {"ID": entry, "Name": target.name, "Address": host, "Port": port}
    service["Check"] = _check(entry, check_address or address_of(host, port), check_interval)
    instance = _Instance(target, service, weight)
    instance.enter()
    instance.keep()
    return instance


def _check(entry: str, address: str, interval: float) -> dict[str, str]:
    """It begins as passing: who registers serves, and clients needn't wait for the first check."""
    return {
        "CheckID": f"{entry}-health",
        "Name": "grpc.health.v1",
        "GRPC": address,
        "Interval": f"{round(interval * 1000)}ms",
        "Timeout": f"{round(max(CHECK_TIMEOUT, interval) * 1000)}ms",
        "Status": "passing",
    }


class _Instance:
    def __init__(self, target: Target, service: dict[str, Any], weight: int | None) -> None:
        self._target, self._service, self._weight = target, service, weight
        self._lock = threading.Lock()
        self._withdrawn = False
        self._kept: Following | None = None

    @property
    def entry(self) -> str:
        return str(self._service["ID"])

    def enter(self) -> None:
        with self._lock:
            if not self._withdrawn:
                self._put("/v1/agent/service/register", self._described())

    def keep(self) -> None:
        """Enter it again whenever the agent, asked for it, knows nothing of it."""
        path = f"/v1/agent/service/{quote(self.entry, safe='')}"
        self._kept = Following(self._target.authority, path, {}, self._look, lambda _: None)

    def update(self, *, weight: int) -> None:
        self._weight = weight
        self.enter()

    def withdraw(self) -> None:
        if self._kept:
            self._kept.close()
        with self._lock:
            if self._withdrawn:
                return
            self._withdrawn = True
            self._leave()

    def _leave(self) -> None:
        try:
            self._put(f"/v1/agent/service/deregister/{quote(self.entry, safe='')}")
        except RegistryError:
            # Then it goes when its check fails.
            return

    def _look(self, answer: Answer) -> None:
        if answer.status == 404:
            self.enter()

    def _described(self) -> dict[str, Any]:
        if self._weight is None:
            return self._service
        return {**self._service, "Weights": {"Passing": self._weight, "Warning": 1}}

    def _put(self, path: str, body: object = None) -> None:
        line = Line(self._target.authority)
        try:
            answer = line.ask("PUT", path, {"dc": self._target.dc}, body)
        finally:
            line.hang_up()
        if answer.status != 200:
            raise refusal(self._target.authority, answer)
