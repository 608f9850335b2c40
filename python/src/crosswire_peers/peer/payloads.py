"""Payloads: plan data made into messages of the generated classes."""

from __future__ import annotations

from typing import TypeVar

from crosswire.peer.v1.plan_pb2 import Pattern, Payload
from crosswire.probe.v1.probe_pb2 import ProbeRequest, ProbeResponse
from google.protobuf.message import DecodeError, Message

from crosswire_peers.peer.errors import BadPlan

PERIOD = 251
# protobuf encodes no message of 2 GiB or more.
LARGEST_PATTERN = 2**31 - 1

M = TypeVar("M", bound=Message)


def message_of(payload: Payload, message_class: type[M]) -> M:
    """The message that a payload describes.

    Raises BadPlan when the bytes don't decode, or a pattern is asked for in a message
    without a body.
    """
    if payload.WhichOneof("content") == "pattern":
        if not issubclass(message_class, ProbeRequest | ProbeResponse):
            raise BadPlan("a pattern is the body of a Probe message only")
        return message_class(body=pattern(payload.pattern))
    try:
        return message_class.FromString(payload.encoded)
    except DecodeError as error:
        raise BadPlan(f"unreadable payload: {error}") from error


def pattern(wanted: Pattern) -> bytes:
    """`size` bytes, byte i being (seed + i) mod 251."""
    if wanted.size > LARGEST_PATTERN:
        raise BadPlan(f"a pattern of {wanted.size} bytes is more than a message can hold")
    period = bytes((wanted.seed + i) % PERIOD for i in range(PERIOD))
    return (period * (wanted.size // PERIOD + 1))[: wanted.size]
