"""What makes no sense in a script, found before anything of it is played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crosswire.peer.v1.raw_pb2 import RawFrame, RawHeaders, RawScript, RawStep

from crosswire_peers.http2.frames import LARGEST_PAYLOAD
from crosswire_peers.raw.units import LARGEST_PADDING


def problem_of(script: RawScript) -> str | None:
    """The first thing that can't be played, in words."""
    steps = [*script.steps, *(step for call in script.calls for step in call.steps)]
    return next(_problems(steps), None)


def _problems(steps: Iterable[RawStep]) -> Iterator[str]:
    for step in steps:
        action = step.WhichOneof("action")
        if action is None:
            yield "a step that does nothing"
        elif action == "frame":
            yield from _of_frame(step.frame)
        elif action == "headers":
            yield from _of_headers(step.headers)
        elif action == "data" and step.data.padding > LARGEST_PADDING:
            yield f"padding of {step.data.padding} bytes, which one byte can't tell"
        elif action == "repeat":
            yield from _problems(step.repeat.steps)


def _of_frame(frame: RawFrame) -> Iterator[str]:
    if frame.type > 255 or frame.flags > 255:
        yield f"type {frame.type} or flags {frame.flags}, which have one byte each"
    if max(frame.length, len(frame.payload)) > LARGEST_PAYLOAD:
        yield f"a frame longer than {LARGEST_PAYLOAD} bytes"


def _of_headers(headers: RawHeaders) -> Iterator[str]:
    for field in headers.fields:
        try:
            field.name.encode("latin-1")
        except UnicodeEncodeError:
            yield f"a field name that isn't Latin-1: {field.name!r}"
