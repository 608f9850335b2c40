"""The servers of a channel and the state of their connections. Its user locks, waits, closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from grpc import ChannelConnectivity

from crosswire_peers.discovery.choose import chooser_of
from crosswire_peers.discovery.policy import PolicyName
from crosswire_peers.discovery.types import ServerEntry, Target

C = TypeVar("C")


class Unavailable(Exception):
    """There is no server to pick, and no reason to wait."""


class Member(Generic[C]):
    """A server, with the one channel to it."""

    def __init__(self, address: str, channel: C) -> None:
        """Start unconnected."""
        self.address, self.channel = address, channel
        self.weight = 1
        # The RPCs under way.
        self.active = 0
        self.listed = True
        self.ready = False
        # Whether connecting has failed since it was last connected.
        self.failed = False
        # An RPC has found it gone before its state said so.
        self.doubted = False
        # The stubs' callables made on the channel, by what they were made of.
        self.callables: dict[Any, Any] = {}

    def turned(self, state: ChannelConnectivity) -> None:
        """Take a new state of the channel in."""
        self.doubted = False
        self.ready = state is ChannelConnectivity.READY
        if self.ready:
            self.failed = False
        elif state is ChannelConnectivity.TRANSIENT_FAILURE:
            self.failed = True


class Pool(Generic[C]):
    """The members of a channel. One that has left the list stays until its RPCs are done."""

    def __init__(self, target: Target, policy: PolicyName, connect: Callable[[str], C]) -> None:
        """Start without knowing any; `connect` opens a channel to an address."""
        self._name = str(target)
        self._connect = connect
        self._chooser = chooser_of(policy)
        self._members: dict[str, Member[C]] = {}
        self._order: list[Member[C]] | None = None
        self._error: Exception | None = None

    @property
    def members(self) -> list[Member[C]]:
        """All of them."""
        return list(self._members.values())

    def take(self, servers: Sequence[ServerEntry]) -> tuple[list[Member[C]], list[Member[C]]]:
        """Take a list in. Answers who has come, and who is to be closed."""
        before = self.members
        self._order = [self._member(server) for server in servers if server.weight > 0]
        for member in before:
            member.listed = member in self._order
        gone = [member for member in before if self._is_gone(member)]
        return [member for member in self._order if member not in before], gone

    def fail(self, error: Exception) -> None:
        """Hear that the registry couldn't be reached; a list that was read stays."""
        self._error = error

    def pick(self, wait_for_ready: bool) -> Member[C] | None:
        """Pick a member for one RPC, which is to be released; None: wait for a change.

        Raises Unavailable, unless the call waits for ready.
        """
        ready = [one for one in self._order or () if one.ready and not one.doubted]
        if ready:
            picked = self._chooser.choose(ready)
            picked.active += 1
            return picked
        reason = self._hopeless()
        if reason and not wait_for_ready:
            raise Unavailable(reason)
        return None

    def release(self, member: Member[C]) -> bool:
        """Hear that an RPC is done, and tell whether its member is to be closed."""
        member.active -= 1
        return self._is_gone(member)

    def state(self) -> ChannelConnectivity:
        """What a channel over all of them is: ready when one is."""
        if any(one.ready for one in self._order or ()):
            return ChannelConnectivity.READY
        if self._hopeless():
            return ChannelConnectivity.TRANSIENT_FAILURE
        return ChannelConnectivity.CONNECTING

    def _member(self, server: ServerEntry) -> Member[C]:
        member = self._members.get(server.address)
        if member is None:
            member = Member(server.address, self._connect(server.address))
            self._members[server.address] = member
        member.weight = server.weight
        return member

    def _is_gone(self, member: Member[C]) -> bool:
        if member.listed or member.active:
            return False
        return self._members.pop(member.address, None) is not None

    def _hopeless(self) -> str:
        """Why waiting won't help, as far as one can know."""
        if self._order is None:
            return f"{self._name}: {self._error}" if self._error else ""
        if not self._order:
            return f"no servers in {self._name}"
        if all(one.failed and not one.doubted for one in self._order):
            addresses = ", ".join(one.address for one in self._order[:10])
            return f"no server of {self._name} can be reached: {addresses}"
        return ""
