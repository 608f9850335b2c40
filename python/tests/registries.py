"""Real registries for tests, each a process of its own on loopback."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from kazoo.client import KazooClient
from ports import free_port

SCRIPT = Path(__file__).parents[2] / "scripts" / "registry.sh"
START_LIMIT = 100.0


@contextmanager
def registry(kind: str, folder: Path) -> Iterator[str]:
    """Run a registry, and tell its address once it answers."""
    port = free_port()
    # One of Consul's ports is fixed but on an address made from the HTTP port.
    command = [str(SCRIPT), kind, str(port), str(folder)]
    with folder.joinpath(f"{kind}.log").open("wb") as log:
        process = start(command, log)
    try:
        eventually(lambda: answers(kind, port), START_LIMIT)
        yield f"127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def start(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a registry that ends with this process, whatever ends that."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,
        env=os.environ | {"CROSSWIRE_STDIN": "watch"},
    )


def answers(kind: str, port: int) -> bool:
    """Whether a registry answers in its own language."""
    try:
        if kind == "consul":
            leader = get(f"127.0.0.1:{port}", "/v1/status/leader")
            return bool(leader)
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"ruok")
            return connection.recv(4) == b"imok"
    except (OSError, http.client.HTTPException, ValueError):
        return False


def get(consul: str, path: str) -> Any:
    """What Consul's HTTP API has at a path."""
    return json.loads(exchange(consul, "GET", path))


def entries(uri: str) -> set[str]:
    """What a registry has at a place, as Register names it."""
    kind, _, address, name = uri.split("/", 3)
    if kind == "consul:":
        services = get(address, "/v1/agent/services")
        return {id for id, service in services.items() if service["Service"] == name}
    zookeeper = KazooClient(address)
    zookeeper.start()
    try:
        return {f"/{name}/{child}" for child in zookeeper.get_children(f"/{name}")}
    finally:
        zookeeper.stop()
        zookeeper.close()


def exchange(consul: str, method: str, path: str, body: str = "") -> bytes:
    """Ask Consul's HTTP API."""
    connection = http.client.HTTPConnection(consul, timeout=5)
    try:
        connection.request(method, path, body.encode())
        response = connection.getresponse()
        found = response.read()
    finally:
        connection.close()
    assert response.status == 200, found
    return found


def eventually(holds: Any, limit: float = 60.0) -> None:
    """Wait until something holds: other processes take their time to hear of a change."""
    until = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < until, f"not so after {limit} s"
        time.sleep(0.05)
