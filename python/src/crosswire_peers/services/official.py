"""The logic of grpc.testing.TestService, which neither blocks nor awaits.

https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md, "Server"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import grpc
from official.testing.messages_pb2 import (
    EchoStatus,
    Payload,
    SimpleRequest,
    SimpleResponse,
    StreamingInputCallRequest,
    StreamingOutputCallRequest,
    StreamingOutputCallResponse,
)

# What a client sends under these names comes back, in the headers and in the trailers.
ECHO_INITIAL = "x-grpc-test-echo-initial"
ECHO_TRAILING = "x-grpc-test-echo-trailing-bin"

# A client asks for bodies by their size, so a server has a limit.
LARGEST_BODY = 128 << 20

CODES: dict[int, grpc.StatusCode] = {code.value[0]: code for code in grpc.StatusCode}


class StatusWanted(Exception):
    """A status that a request asks its call to end with."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        """Take both."""
        super().__init__(message)
        self.code, self.message = code, message


class Reply(NamedTuple):
    """A response of a stream, and what was said about it."""

    message: StreamingOutputCallResponse
    # Seconds to wait before it.
    pause: float
    compressed: bool


def answer(request: SimpleRequest) -> SimpleResponse:
    """UnaryCall. Raises StatusWanted."""
    _obey(request.response_status)
    return SimpleResponse(payload=_zeros(request.response_size))


def replies(request: StreamingOutputCallRequest) -> Iterator[Reply]:
    """What a request of FullDuplexCall is answered with. Raises StatusWanted."""
    _obey(request.response_status)
    for wanted in request.response_parameters:
        message = StreamingOutputCallResponse(payload=_zeros(wanted.size))
        yield Reply(message, max(wanted.interval_us, 0) / 1e6, wanted.compressed.value)


def wants_compression(request: StreamingOutputCallRequest) -> bool:
    """Whether any response to it shall be compressed."""
    return any(wanted.compressed.value for wanted in request.response_parameters)


def size_of(request: StreamingInputCallRequest) -> int:
    """What a request adds to the sum of StreamingInputCall."""
    return len(request.payload.body)


def named(
    name: str, metadata: Iterable[tuple[str, str | bytes]] | None
) -> tuple[tuple[str, str | bytes], ...]:
    """The metadata of one name."""
    return tuple((key, value) for key, value in metadata or () if key == name)


def _obey(status: EchoStatus) -> None:
    if status.code:
        raise StatusWanted(CODES.get(status.code, grpc.StatusCode.UNKNOWN), status.message)


def _zeros(size: int) -> Payload:
    if not 0 <= size <= LARGEST_BODY:
        text = f"a body of {size} bytes, at most {LARGEST_BODY}"
        raise StatusWanted(grpc.StatusCode.INVALID_ARGUMENT, text)
    return Payload(body=bytes(size))
