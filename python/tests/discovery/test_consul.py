"""Consul: entries and their checks, data centres, and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from ports import free_port

from crosswire_peers.discovery import (
    Registration,
    RegistryError,
    ServerEntry,
    TargetError,
    follow_key,
    parse_target,
    register,
)
from discovery.serving import Group, Server
from discovery.stage import Registry, Told, ask_consul, eventually, news, said

DAY = 86_400.0


def unserved(uri: str, host: str, port: int, weight: int | None = None) -> Registration:
    """An entry with nobody there: the agent finds that out at a random moment in the interval."""
    return register(parse_target(uri), host=host, port=port, weight=weight, check_interval=DAY)


def test_an_entry_has_address_weight_and_check(consul: str) -> None:
    name = news()
    target = parse_target(f"consul://{consul}/{name}")
    entry = register(target, host="10.0.0.7", port=8003, weight=3, check_address="127.0.0.1:9")
    assert entry.entry == f"{name}-10.0.0.7-8003"
    service = ask_consul(consul, "GET", f"/v1/agent/service/{entry.entry}")
    assert (service["Service"], service["Address"], service["Port"]) == (name, "10.0.0.7", 8003)
    assert service["Weights"]["Passing"] == 3
    check = ask_consul(consul, "GET", f"/v1/health/checks/{name}")[0]
    assert check["Type"] == "grpc"
    entry.update(weight=5)
    service = ask_consul(consul, "GET", f"/v1/agent/service/{entry.entry}")
    assert service["Weights"]["Passing"] == 5
    entry.withdraw()
    assert ask_consul(consul, "GET", f"/v1/health/service/{name}") == []


def test_a_sick_instance_is_left_out_until_it_is_well(consul: str) -> None:
    uri = f"consul://{consul}/{news()}"
    with Group(uri) as group, Told(uri) as told:
        sick, well = group.add_all("sick", "well")
        both = ServerEntry("127.0.0.1", sick.port), ServerEntry("127.0.0.1", well.port)
        told.becomes(*both)
        sick.be_healthy(False)
        told.becomes(both[1])
        sick.be_healthy(True)
        told.becomes(*both)


def test_an_entry_of_no_use_is_left_out_with_a_line(
    consul: str, capfd: pytest.CaptureFixture[str]
) -> None:
    name = news()
    body = b'{"Name": "%s", "ID": "bad \\" id", "Address": "a"}' % name.encode()
    ask_consul(consul, "PUT", "/v1/agent/service/register", body)
    with Told(f"consul://{consul}/{name}") as told:
        told.becomes()
        entry = unserved(f"consul://{consul}/{name}", "b", 2)
        told.becomes(ServerEntry("b", 2))
        entry.withdraw()
        told.becomes()
    lines = said(capfd)
    assert len(lines) == 1
    assert lines[0].startswith('discovery: consul instance "bad \\" id": port ')


def test_a_restarted_agent_is_told_again(tmp_path: Path) -> None:
    with Registry("consul", tmp_path / "consul") as registry:
        target = parse_target(f"consul://{registry.address}/again")
        entry = unserved(str(target), "a", 1, weight=2)
        with Told(str(target)) as told:
            told.becomes(ServerEntry("a", 1, 2))
            registry.kill()
            eventually(lambda: told.errors)
            assert told.lists == [[ServerEntry("a", 1, 2)]]
            registry.start()
            ready = f"/v1/agent/service/{entry.entry}"
            eventually(lambda: _has(registry.address, ready))
            told.becomes(ServerEntry("a", 1, 2))
        entry.withdraw()


def _has(address: str, path: str) -> bool:
    try:
        return bool(ask_consul(address, "GET", path))
    except AssertionError:
        return False


def test_another_data_centre_is_asked_while_the_local_one_has_none(tmp_path: Path) -> None:
    with Registry("consul", tmp_path / "dc1") as one:
        extra = ("dc2", str(one.port))
        with Registry("consul", tmp_path / "dc2", *extra) as two:
            eventually(lambda: len(ask_consul(one.address, "GET", "/v1/catalog/datacenters")) == 2)
            far = unserved(f"consul://{two.address}/s", "far", 2)
            with Told(f"consul://{one.address}/s?failover=dc2") as told:
                told.becomes(ServerEntry("far", 2))
                near = unserved(f"consul://{one.address}/s", "near", 1)
                told.becomes(ServerEntry("near", 1))
                with Told(f"consul://{one.address}/s?dc=dc2") as there:
                    there.becomes(ServerEntry("far", 2))
                near.withdraw()
                told.becomes(ServerEntry("far", 2))
            far.withdraw()


def test_a_key_is_followed(consul: str, capfd: pytest.CaptureFixture[str]) -> None:
    key = f"{news()}/gr eet"
    texts: list[str | None] = []
    watch = follow_key(f"consul://{consul}/{key.replace(' ', '%20')}", texts.append)
    path = f"/v1/kv/{key.replace(' ', '%20')}"
    steps: list[tuple[str, bytes, str | None]] = [
        ("PUT", "h\u00e9llo".encode(), "h\u00e9llo"),
        ("PUT", b"", ""),
        ("PUT", b"x" * 1024, "x" * 1024),
        ("PUT", b"x" * 1025, None),
        ("PUT", b"y", "y"),
        ("DELETE", b"", None),
    ]
    wanted: list[str | None] = [None]
    eventually(lambda: texts == wanted)
    for method, body, text in steps:
        ask_consul(consul, method, path, body)
        wanted.append(text)
        eventually(lambda: texts == wanted)
    watch.close()
    ask_consul(consul, "PUT", path, b"unheard")
    (line,) = said(capfd)
    assert line.startswith(f'discovery: consul key "{key}": over 1 KiB')
    assert len(line) < 400
    assert texts == wanted


@pytest.mark.parametrize("uri", ["zookeeper://h:1/x", "consul://h:1/x?failover=dc2", "x"])
def test_a_key_that_cant_be_followed(uri: str) -> None:
    with pytest.raises(TargetError):
        follow_key(uri, lambda _: None)


def test_registering_fails_where_nobody_answers() -> None:
    port = free_port()
    server = Server("s")
    with pytest.raises(RegistryError, match=f"127.0.0.1:{port}"):
        server.register(f"consul://127.0.0.1:{port}/x")
    server.stop()
