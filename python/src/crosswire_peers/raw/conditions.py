"""What a script waits for, as a function that says whether it is there."""

from __future__ import annotations

from collections.abc import Callable

from crosswire.peer.v1.raw_pb2 import RawAwait

from crosswire_peers.raw.came import Came, Stream
from crosswire_peers.raw.streams import Streams

Condition = Callable[[], bool]

OF_STREAM: dict[str | None, Callable[[RawAwait, Stream], bool]] = {
    "end": lambda _, stream: stream.ended,
    "reset": lambda _, stream: stream.reset,
    "frames": lambda step, stream: (
        stream.frames[step.frames.type, step.frames.ack] >= (step.frames.count or 1)
    ),
}

OF_CONNECTION: dict[str | None, Callable[[RawAwait, Came], bool]] = {
    "calls": lambda step, came: len(came.calls) >= step.calls,
    "bytes": lambda step, came: came.bytes >= step.bytes,
    "closed": lambda _, came: came.closed,
    None: lambda _step, _came: True,
}


def condition(step: RawAwait, came: Came, streams: Streams) -> Condition:
    """Whether what the step waits for has come."""
    until = step.WhichOneof("until")
    if until in OF_STREAM:
        return _about(step, came, streams, OF_STREAM[until])
    of_connection = OF_CONNECTION[until]
    return lambda: of_connection(step, came)


def _about(
    step: RawAwait, came: Came, streams: Streams, holds: Callable[[RawAwait, Stream], bool]
) -> Condition:
    """A condition about a stream, which may not be there yet; once found it stays the one."""
    found: list[int] = []
    type = step.frames.type if step.WhichOneof("until") == "frames" else None

    def is_there() -> bool:
        if not found and (stream := streams.find(step.stream, type)) is not None:
            found.append(stream)
        return bool(found) and holds(step, came.stream(found[0]))

    return is_there
