"""The client channels of a peer, whichever API of grpcio opens and closes them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import grpc
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.discovery import policy_of
from crosswire_peers.grpcio_shared.credentials import channel_credentials
from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.options import Options, channel_options
from crosswire_peers.grpcio_shared.targets import by_registry, uri

# The way to call by a function that blocks: it has a channel of its own, whose end is its end.
WITH_CALL = "with-call"
# The way to call without a generated stub.
GENERIC = "generic"

C = TypeVar("C")
S = TypeVar("S")


class Key(NamedTuple):
    """What calls have in common that share a channel."""

    name: str
    targets: tuple[str, ...]
    authority: str
    tls: bytes
    channel: bytes


class OpenStubs(Generic[C]):
    """A channel, with the stub callables made on it so far."""

    def __init__(
        self,
        plan: CallPlan,
        secure_channel: Callable[[str, grpc.ChannelCredentials, Options], C],
        insecure_channel: Callable[[str, Options], C],
        discovery_channel: Callable[..., C],
    ) -> None:
        """Open the channel that the plan asks for; it connects with its first call."""
        credentials = channel_credentials(plan)
        options = channel_options(plan)
        self.fresh = plan.channel.fresh or plan.way == WITH_CALL
        self.channel: C
        if by_registry(plan):
            policy = policy_of(plan.channel.service_config)
            self.channel = discovery_channel(
                plan.targets[0], policy=policy, options=options, credentials=credentials
            )
        elif credentials:
            self.channel = secure_channel(uri(plan.targets), credentials, options)
        else:
            self.channel = insecure_channel(uri(plan.targets), options)
        self._callables: dict[tuple[str, bool], Any] = {}

    def callable(self, method: Method, way: str) -> Any:
        """The stub's callable for a method, or one that was made without it."""
        generic = way == GENERIC
        found = self._callables.get((method.path, generic))
        if found is None:
            found = method.generic(self.channel) if generic else method.of(self.channel)
            self._callables[method.path, generic] = found
        return found


class SharedChannels(Generic[S]):
    """The channels that calls share, opened on first use."""

    def __init__(self, open_stubs: Callable[[CallPlan], S]) -> None:
        """Start without any."""
        self._open_stubs = open_stubs
        self._lock = threading.Lock()
        self._stubs: dict[Key, S] = {}

    def get(self, plan: CallPlan) -> S:
        """The channel of a plan: one of its own if it wants that fresh, else the shared one."""
        if plan.channel.fresh or plan.way == WITH_CALL:
            return self._open_stubs(plan)
        key = channel_key(plan)
        with self._lock:
            stubs = self._stubs.get(key)
            if stubs is None:
                stubs = self._stubs[key] = self._open_stubs(plan)
            return stubs

    def take_out(self, name: str | None = None) -> list[S]:
        """Give up the channels of one name, or all: the next call opens one anew."""
        with self._lock:
            keys = [key for key in self._stubs if name is None or key.name == name]
            return [self._stubs.pop(key) for key in keys]


def channel_key(plan: CallPlan) -> Key:
    """The same for calls with the same targets, key and settings."""
    return Key(
        name=plan.channel.key,
        targets=tuple(plan.targets),
        authority=plan.authority,
        tls=plan.tls.SerializeToString() if plan.HasField("tls") else b"",
        channel=plan.channel.SerializeToString(),
    )
