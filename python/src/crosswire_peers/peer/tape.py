"""What happens to one call, in order: written by clients and servers alike."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from crosswire.peer.v1.peer_pb2 import EventKind, Observation, Outcome, ReceivedMessage
from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

LISTED_MESSAGES = 1024
JSON_BYTES = 16384
FIRST_BYTES = 64

S = TypeVar("S")


def describe(message: Message) -> ReceivedMessage:
    """A message after the library decoded it, by the bytes that it encodes to again."""
    encoded = message.SerializeToString()
    return ReceivedMessage(
        length=len(encoded),
        sha256=hashlib.sha256(encoded).hexdigest(),
        json=json_of(message) if len(encoded) <= JSON_BYTES else "",
        first_bytes=encoded[:FIRST_BYTES],
    )


def as_json(message: Message) -> str:
    """The message as protobuf's own ProtoJSON, on one line."""
    return json_format.MessageToJson(message, indent=None)


def json_of(message: Message) -> str:
    """The same; empty where there is none: an Any of a strange type, a NaN in a Value."""
    try:
        return as_json(message)
    except (json_format.Error, TypeError, DecodeError):
        return ""


class Tape:
    """Events and messages of one call, written into its report as they happen.

    `step` is the index of the plan's step under way, -1 between steps; `reading_step` is that of
    a drain in the background, None without one. A report is read by other threads while it
    grows: each write is one call into protobuf, which holds the GIL.
    """

    def __init__(self, report: Outcome | Observation) -> None:
        """Start the clock."""
        self.step = -1
        self.reading_step: int | None = None
        self._report = report
        self._start = time.monotonic_ns()

    def note(self, kind: EventKind, step: int | None = None) -> None:
        """Write an event down, for the step under way if none is given."""
        at = time.monotonic_ns() - self._start
        self._report.events.add(step=self.step if step is None else step, kind=kind, ns=at)

    def steps(self, steps: Iterable[S]) -> Iterator[S]:
        """Each step of a plan in turn, which is under way until the next is asked for."""
        for index, step in enumerate(steps):
            self.step = index
            yield step
        self.step = -1

    def received(self, message: Message) -> None:
        """Write down that a message came, and what it was while there is room."""
        self.note(EventKind.EVENT_KIND_RECEIVED, self.reading_step)
        if len(self._report.messages) < LISTED_MESSAGES:
            self._report.messages.append(describe(message))
