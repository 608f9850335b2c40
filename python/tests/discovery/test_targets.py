"""Targets, as they are read."""

from __future__ import annotations

import pytest

from crosswire_peers.discovery import Target, TargetError, is_registry_target, parse_target


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("zookeeper://h:2181/rpc_calc", Target("zookeeper", "h:2181", "/rpc_calc")),
        ("zookeeper://[::1]:2181/a/b", Target("zookeeper", "[::1]:2181", "/a/b")),
        ("zookeeper:///rpc_calc", Target("zookeeper", "127.0.0.1:2181", "/rpc_calc")),
        ("consul:///orders", Target("consul", "127.0.0.1:8500", "orders")),
        ("consul://c:1/orders?dc=dc2", Target("consul", "c:1", "orders", "dc2")),
        ("consul://c:1/o?failover=dc2", Target("consul", "c:1", "o", "", "dc2")),
        ("consul://c:1/orders/gr%20eet%C3%A9", Target("consul", "c:1", "orders/gr eeté")),
    ],
)
def test_reads(uri: str, target: Target) -> None:
    assert parse_target(uri) == target


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("http://h:1/x", "not zookeeper"),
        ("zookeeper:/x", "not zookeeper"),
        ("zookeeper://h/x", "not host:port"),
        ("zookeeper://u@h:1/x", "not host:port"),
        ("zookeeper://h:0/x", "not in 1–65535"),
        ("zookeeper://h:65536/x", "not in 1–65535"),
        ("zookeeper://h:1", "no path"),
        ("zookeeper://h:1/", "no path"),
        ("zookeeper://h:1/a//b", "empty part"),
        ("zookeeper://h:1/a/", "empty part"),
        ("zookeeper://h:1/a/../b", ". or .."),
        ("zookeeper://h:1/a?dc=x", 'no parameter "dc"'),
        ("consul://h:1/", "no service"),
        ("consul://h:1/a%0ab", "control character"),
        ("consul://h:1/a%ff", "broken %"),
        ("consul://h:1/a%2", "broken %"),
        ("consul://h:1/a#b", "fragment"),
        ("consul://h:1/a?x=1", 'no parameter "x"'),
        ("consul://h:1/a?dc=", "no data centre"),
        ("consul://h:1/a?dc=b&dc=c", "given twice"),
        ("consul://h:1/" + "a" * 3000, "longer than"),
    ],
)
def test_refuses(uri: str, reason: str) -> None:
    with pytest.raises(TargetError) as error:
        parse_target(uri)
    assert reason in str(error.value)
    assert len(str(error.value)) < 600


def test_the_environment_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOOKEEPER_ADDRESS", "zk:1")
    monkeypatch.setenv("CONSUL_HTTP_ADDR", "http://co:2/")
    assert parse_target("zookeeper:///x").authority == "zk:1"
    assert parse_target("consul:///x").authority == "co:2"
    assert parse_target("consul://h:3/x").authority == "h:3"


@pytest.mark.parametrize(
    ("uri", "is_one"), [("consul:x", True), ("dns:///x", False), ("h:1", False)]
)
def test_tells_registries_from_addresses(uri: str, is_one: bool) -> None:
    assert is_registry_target(uri) is is_one
