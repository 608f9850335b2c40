"""ZooKeeper: what is written there, what is read, and what happens when it is away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from kazoo.client import KazooClient
from ports import free_port

from crosswire_peers.discovery import RegistryError, ServerEntry, parse_target, register
from discovery.stage import Registry, Told, eventually, news, said


@pytest.fixture
def path() -> str:
    return f"/{news()}/deep"


@pytest.fixture(scope="module")
def raw(zookeeper: str) -> Iterator[Any]:
    """A client of the test's own."""
    with own_client(zookeeper) as client:
        yield client


@contextmanager
def own_client(address: str) -> Iterator[Any]:
    client = KazooClient(address)
    client.start()
    yield client
    client.stop()
    client.close()


def test_an_entry_is_as_source_document_s1_has_it(zookeeper: str, raw: Any, path: str) -> None:
    target = parse_target(f"zookeeper://{zookeeper}{path}")
    first = register(target, host="10.0.0.7", port=8003)
    second = register(target, host="10.0.0.7", port=8005, weight=3)
    assert first.entry == f"{path}/calculate_server0000000000"
    assert second.entry == f"{path}/calculate_server0000000001"
    data, stat = raw.get(first.entry)
    assert json.loads(data) == {"host": "10.0.0.7", "port": 8003}
    assert stat.ephemeralOwner != 0
    first.update(weight=2)
    assert json.loads(raw.get(first.entry)[0]) == {"host": "10.0.0.7", "port": 8003, "weight": 2}
    first.withdraw()
    second.withdraw()
    assert raw.get_children(path) == []


def test_tells_of_every_child_and_every_change(zookeeper: str, raw: Any, path: str) -> None:
    with Told(f"zookeeper://{zookeeper}{path}") as told:
        told.becomes()
        raw.create(f"{path}/anything", b'{"host": "a", "port": 1}', makepath=True)
        told.becomes(ServerEntry("a", 1))
        raw.create(f"{path}/other", b'{"host": "b", "port": 2, "weight": 5}')
        told.becomes(ServerEntry("a", 1), ServerEntry("b", 2, 5))
        raw.set(f"{path}/other", b'{"host": "b", "port": 2, "weight": 7}')
        told.becomes(ServerEntry("a", 1), ServerEntry("b", 2, 7))
        raw.delete(f"{path}/anything")
        told.becomes(ServerEntry("b", 2, 7))
        raw.delete(path, recursive=True)
        told.becomes()
        raw.create(f"{path}/again", b'{"host": "c", "port": 3}', makepath=True)
        told.becomes(ServerEntry("c", 3))


def test_leaves_out_what_cant_be_used_with_one_line_each(
    zookeeper: str, raw: Any, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    bad = {"bad-json": b"{", "bad-port": b'{"host": "a", "port": "1"}', "bad-size": b" " * 70_000}
    for name, data in bad.items():
        raw.create(f"{path}/{name}", data, makepath=True)
    raw.create(f"{path}/odd", b'{"host": "a", "port": 1, "weight": -1}')
    with Told(f"zookeeper://{zookeeper}{path}") as told:
        told.becomes(ServerEntry("a", 1))
        raw.create(f"{path}/good", b'{"host": "b", "port": 2}')
        told.becomes(ServerEntry("a", 1), ServerEntry("b", 2))
    lines = sorted(said(capfd))
    assert len(lines) == 4
    for name, line in zip([*sorted(bad), "odd"], lines, strict=True):
        assert line.startswith(f'discovery: zookeeper entry "{path}/{name}": ')


def test_a_repaired_entry_is_used(zookeeper: str, raw: Any, path: str) -> None:
    raw.create(f"{path}/x", b"", makepath=True)
    with Told(f"zookeeper://{zookeeper}{path}") as told:
        told.becomes()
        raw.set(f"{path}/x", b'{"host": "a", "port": 1}')
        told.becomes(ServerEntry("a", 1))


def test_no_registry_at_first(tmp_path: Path) -> None:
    registry = Registry("zookeeper", tmp_path / "zookeeper")
    with Told(f"zookeeper://{registry.address}/late") as told:
        eventually(lambda: told.errors)
        assert registry.address in str(told.errors[0])
        assert told.lists == []
        with registry:
            told.becomes()
            entry = register(parse_target(f"zookeeper://{registry.address}/late"), host="a", port=1)
            told.becomes(ServerEntry("a", 1))
            entry.withdraw()
            told.becomes()


def test_the_last_list_stays_while_the_registry_is_away(tmp_path: Path) -> None:
    with Registry("zookeeper", tmp_path / "zookeeper") as registry:
        target = parse_target(f"zookeeper://{registry.address}/kept")
        entry = register(target, host="a", port=1, session_timeout=20)
        with Told(str(target)) as told:
            told.becomes(ServerEntry("a", 1))
            registry.kill()
            eventually(lambda: told.errors)
            with pytest.raises(RegistryError, match=registry.address):
                entry.update(weight=4)
            assert told.lists == [[ServerEntry("a", 1)]]
            registry.start()
            # What could not be written is, as soon as it can.
            told.becomes(ServerEntry("a", 1, 4))
        entry.withdraw()


def test_an_entry_is_made_again_under_a_new_session(tmp_path: Path) -> None:
    with Registry("zookeeper", tmp_path / "zookeeper") as registry:
        target = parse_target(f"zookeeper://{registry.address}/anew")
        entry = register(target, host="a", port=1, session_timeout=1)
        with Told(str(target)) as told:
            told.becomes(ServerEntry("a", 1))
            registry.forget()
            with own_client(registry.address) as raw:
                eventually(lambda: raw.exists(target.name) and raw.get_children(target.name))
                raw.create(f"{target.name}/b", b'{"host": "b", "port": 2}')
                eventually(lambda: raw.exists(entry.entry))
            # The watch has a session of its own, which lasts longer.
            told.becomes(ServerEntry("a", 1), ServerEntry("b", 2))
        entry.withdraw()


def test_registering_fails_within_5_seconds_where_nobody_answers() -> None:
    port = free_port()
    with pytest.raises(RegistryError, match=f"127.0.0.1:{port}"):
        register(parse_target(f"zookeeper://127.0.0.1:{port}/x"), host="a", port=1)
