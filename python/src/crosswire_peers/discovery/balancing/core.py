"""What is peculiar to gRPC's core, of which grpcio is made, on threads and on asyncio alike."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import grpc

Options = Sequence[tuple[str, Any]]

# The core's own pause grows up to two minutes: too long for a server that is back. Milliseconds.
RECONNECTING: Options = (
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
)
# Seconds in which the state of a connection follows what an RPC has found out about it.
DOUBT = 0.1


def uri_of(address: str) -> str:
    """An address for the core. A registry's text must not become a scheme or a path there."""
    return "dns:///" + quote(address, safe="[]:", errors="replace")


def options_of(options: Options) -> list[tuple[str, Any]]:
    """The options of a channel to one server."""
    given = {name for name, _ in options}
    return [*options, *(option for option in RECONNECTING if option[0] not in given)]


# The core has no other sign of an RPC that no server has had than these words: of its pick_first,
# for want of a connection, and of its transport, which couldn't write the headers.
NEVER_SENT = ("failed to connect to all addresses", "send_initial_metadata_finished")


def seems_unsent(code: grpc.StatusCode | None, details: str | None) -> bool:
    """Whether an RPC has failed like one that was never sent.

    A server that calls on may have passed such an error of its own client on.
    """
    text = details or ""
    return code is grpc.StatusCode.UNAVAILABLE and any(sign in text for sign in NEVER_SENT)


def names(details: str | None, address: str) -> bool:
    """Whether an error of the core's is about this address; only for IPv4, without a name."""
    return re.search(rf"ipv4:{re.escape(address)}(?![0-9])", details or "") is not None


def deadline_of(timeout: float | None) -> float | None:
    """The monotonic time at which a call is over."""
    return None if timeout is None else time.monotonic() + timeout


def remaining(deadline: float | None) -> float | None:
    """The seconds until then."""
    return None if deadline is None else max(0.0, deadline - time.monotonic())
