"""Policies: which is meant, and what each picks."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import pytest

from crosswire_peers.discovery import PolicyName, policy_of
from crosswire_peers.discovery.choose import chooser_of


@dataclass
class Candidate:
    address: str
    weight: int = 1
    active: int = 0


def candidates(**weights: int) -> list[Candidate]:
    return [Candidate(address, weight) for address, weight in weights.items()]


def picks(policy: PolicyName, ready: list[Candidate], count: int) -> str:
    chooser = chooser_of(policy)
    return "".join(chooser.choose(ready).address for _ in range(count))


@pytest.mark.parametrize(
    ("config", "policy"),
    [
        ("", "round_robin"),
        ("{}", "round_robin"),
        ('{"loadBalancingConfig": [{"weighted": {}}]}', "weighted"),
        ('{"loadBalancingConfig": [{"new": {}}, {"random": {}}, {"weighted": {}}]}', "random"),
        ('{"loadBalancingConfig": [{"least_connections": {}}]}', "least_connections"),
    ],
)
def test_the_first_known_policy_counts(config: str, policy: str) -> None:
    assert policy_of(config) == policy


@pytest.mark.parametrize(
    "config",
    ["{", "[]", "null", *(f'{{"loadBalancingConfig": {x}}}' for x in ('""', "[]", "[{}]", "[3]"))],
)
def test_refuses_a_config_that_names_none(config: str) -> None:
    with pytest.raises(ValueError, match=r"service config|loadBalancingConfig|polic"):
        policy_of(config)


def test_round_robin_goes_on_by_name_when_servers_come_and_go() -> None:
    a, b, c, d = candidates(a=1, b=1, c=1, d=1)
    chooser = chooser_of("round_robin")
    assert [chooser.choose([a, b, c]).address for _ in range(4)] == ["a", "b", "c", "a"]
    assert chooser.choose([a, d, b, c]).address == "d"
    # d has gone: the one in its place is next.
    assert chooser.choose([a, b, c]).address == "b"
    assert chooser.choose([a]).address == "a"


def test_least_connections_picks_the_first_of_the_least_busy_after_the_last() -> None:
    a, b, c = ready = candidates(a=1, b=1, c=1)
    chooser = chooser_of("least_connections")
    order = []
    for _ in range(4):
        picked = chooser.choose(ready)
        picked.active += 1
        order.append(picked.address)
    assert order == ["a", "b", "c", "a"]
    c.active = 0
    assert chooser.choose(ready).address == "c"
    a.active, b.active, c.active = 5, 1, 1
    assert [chooser.choose(ready).address for _ in range(3)] == ["b", "c", "b"]


def test_weighted_is_exact_in_any_run_as_long_as_the_sum() -> None:
    found = picks("weighted", candidates(a=3, b=2, c=1), 36)
    for start in range(30):
        assert Counter(found[start : start + 6]) == {"a": 3, "b": 2, "c": 1}
    assert found[:6] == "abacba"


def test_weighted_begins_anew_with_other_shares() -> None:
    ready = candidates(a=10, b=1)
    chooser = chooser_of("weighted")
    assert [chooser.choose(ready).address for _ in range(5)] == ["a"] * 5
    # What a owes now would make it b twice.
    ready[0].weight = 1
    assert [chooser.choose(ready).address for _ in range(2)] == ["a", "b"]


def test_random_is_even() -> None:
    random.seed(4)
    counts = Counter(picks("random", candidates(a=1, b=1, c=1), 3000))
    # Chi-square with two degrees of freedom: above 13.8 in one of a thousand runs.
    assert sum((counts[one] - 1000) ** 2 / 1000 for one in "abc") < 13.8
