"""The choice of one of the servers that are connected, as one of four policies does it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from crosswire_peers.discovery.policy import PolicyName


class Candidate(Protocol):
    """A server with a connection."""

    @property
    def address(self) -> str:
        """Its "host:port"."""

    @property
    def weight(self) -> int:
        """Its share; above 0."""

    @property
    def active(self) -> int:
        """The RPCs of this client that it has under way."""


C = TypeVar("C", bound=Candidate)


class Chooser(Protocol):
    """Picks from the candidates of the moment, of which there is at least one, in their order."""

    def choose(self, ready: Sequence[C]) -> C:
        """Pick one."""


def chooser_of(policy: PolicyName) -> Chooser:
    """A chooser for one client."""
    makers: dict[PolicyName, Callable[[], Chooser]] = {
        "random": Random,
        "round_robin": RoundRobin,
        "least_connections": LeastConnections,
        "weighted": Weighted,
    }
    return makers[policy]()


class Random:
    """Each server with the same chance."""

    def choose(self, ready: Sequence[C]) -> C:
        """Pick any."""
        return random.choice(ready)


class RoundRobin:
    """One server after the other."""

    def __init__(self) -> None:
        """Start with the first."""
        self._turn = Turn()

    def choose(self, ready: Sequence[C]) -> C:
        """Pick the one after the last picked."""
        return self._turn.picked(ready, self._turn.after(ready)[0])


class LeastConnections:
    """The server with the fewest RPCs under way; of equals, the first after the last picked."""

    def __init__(self) -> None:
        """Start with the first."""
        self._turn = Turn()

    def choose(self, ready: Sequence[C]) -> C:
        """Pick the least busy."""
        return self._turn.picked(ready, min(self._turn.after(ready), key=lambda one: one.active))


class Weighted:
    """By share, exactly: any run of picks as long as the sum of the weights has each its weight."""

    def __init__(self) -> None:
        """Start without credits."""
        self._credits: dict[str, int] = {}
        self._shares: dict[str, int] = {}

    def choose(self, ready: Sequence[C]) -> C:
        """Add each weight to its credit, pick the one with the most, and take the sum from it."""
        shares = {one.address: one.weight for one in ready}
        # What is left of earlier shares would bend the new ones.
        if list(shares.items()) != list(self._shares.items()):
            self._shares, self._credits = shares, dict.fromkeys(shares, 0)
        for address, weight in shares.items():
            self._credits[address] += weight
        picked = max(ready, key=lambda one: self._credits[one.address])
        self._credits[picked.address] -= sum(shares.values())
        return picked


class Turn:
    """Where the last pick was, by name: its place changes when servers come and go."""

    def __init__(self) -> None:
        """Start before the first."""
        self._address = ""
        self._place = 0

    def after(self, ready: Sequence[C]) -> list[C]:
        """The candidates in order, from the one after the last picked."""
        addresses = [one.address for one in ready]
        # Where the last picked has gone, the one that has taken its place is next.
        place = addresses.index(self._address) + 1 if self._address in addresses else self._place
        place %= len(ready)
        return [*ready[place:], *ready[:place]]

    def picked(self, ready: Sequence[C], one: C) -> C:
        """Remember the pick."""
        self._address, self._place = one.address, ready.index(one)
        return one
