"""Registries that tests start and kill, and what a watch has told."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from kazoo.client import KazooClient
from ports import free_port
from registries import start

from crosswire_peers.discovery import ServerEntry, Watch, parse_target, watch_servers

SCRIPT = Path(__file__).parents[3] / "scripts" / "registry.sh"
# Seconds; a JVM takes its time where there is little.
START_LIMIT = 100.0

_numbers = itertools.count()


def news() -> str:
    """A name that nobody has had."""
    return f"place-{next(_numbers)}"


class Registry:
    """A registry on a port of its own, which it keeps when it is started again."""

    def __init__(self, kind: str, folder: Path, *extra: str) -> None:
        self.kind, self.folder, self.port = kind, folder, free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._extra = extra
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        command = [str(SCRIPT), self.kind, str(self.port), str(self.folder), *self._extra]
        with self.folder.joinpath("log").open("ab") as log:
            self._process = start(command, log)
        if self.kind == "consul":
            eventually(lambda: _has_leader(self.address), START_LIMIT)
        else:
            _open_session(self.address)

    def kill(self) -> None:
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()
            self._process = None

    def forget(self) -> None:
        """Kill it with all that it knows, sessions too, and start it again."""
        self.kill()
        shutil.rmtree(self.folder)
        self.start()

    def __enter__(self) -> Registry:
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


class Told:
    """What a watch tells."""

    def __init__(self, uri: str) -> None:
        self.lists: list[list[ServerEntry]] = []
        self.errors: list[Exception] = []
        self.watch: Watch = watch_servers(parse_target(uri), self._take, self.errors.append)

    def _take(self, servers: Sequence[ServerEntry]) -> None:
        self.lists.append(list(servers))

    def becomes(self, *servers: ServerEntry) -> None:
        """Wait until the list is this one, in any order."""
        wanted = Counter(servers)
        eventually(lambda: self.lists and Counter(self.lists[-1]) == wanted, 100.0)

    def __enter__(self) -> Told:
        return self

    def __exit__(self, *_: object) -> None:
        self.watch.close()


def said(captured: pytest.CaptureFixture[str]) -> list[str]:
    """The module's own lines: the libraries below it write there too."""
    lines = captured.readouterr().err.splitlines()
    return [line for line in lines if line.startswith("discovery: ")]


def eventually(holds: Callable[[], Any], limit: float = 60.0) -> None:
    """Wait until something holds: others take their time to hear of a change."""
    until = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < until, f"not so after {limit} s"
        time.sleep(0.02)


def ask_consul(address: str, method: str, path: str, body: bytes = b"") -> Any:
    """Ask Consul's HTTP API, apart from the module under test."""
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        found = response.read()
    finally:
        connection.close()
    assert response.status == 200, found
    return json.loads(found or b"null")


def _has_leader(address: str) -> bool:
    try:
        return bool(ask_consul(address, "GET", "/v1/status/leader"))
    except (OSError, http.client.HTTPException, AssertionError):
        return False


def _open_session(address: str) -> None:
    """Wait until ZooKeeper takes sessions; it answers `ruok` long before."""
    client = KazooClient(address, connection_retry={"max_tries": -1, "max_delay": 0.5})
    client.start(START_LIMIT)
    client.stop()
    client.close()
