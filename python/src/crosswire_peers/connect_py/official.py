"""grpc.testing.TestService, as the official interop servers do it.

https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from official.testing.empty_pb2 import Empty
from official.testing.messages_pb2 import (
    EchoStatus,
    Payload,
    SimpleRequest,
    SimpleResponse,
    StreamingInputCallRequest,
    StreamingInputCallResponse,
    StreamingOutputCallRequest,
    StreamingOutputCallResponse,
)
from official.testing.test_connect import TestService

from crosswire_peers.connect_py.interceptor import Context
from crosswire_peers.connect_py.outcome import CODES

ECHO_INITIAL = "x-grpc-test-echo-initial"
ECHO_TRAILING = "x-grpc-test-echo-trailing-bin"
# A response larger than this is refused: sizes come from whoever calls.
LARGEST = 64 * 1024 * 1024


class OfficialTests(TestService):
    """Bodies of zeros, of the sizes that requests ask for. UnimplementedCall is left out."""

    async def empty_call(self, request: Empty, ctx: Context, /) -> Empty:
        """Nothing for nothing."""
        return Empty()

    async def unary_call(self, request: SimpleRequest, ctx: Context, /) -> SimpleResponse:
        """A body for a body."""
        _echo_metadata(ctx)
        _end_as_told(request)
        return SimpleResponse(payload=_zeros(request.response_size))

    async def cacheable_unary_call(self, request: SimpleRequest, ctx: Context, /) -> SimpleResponse:
        """The same."""
        return await self.unary_call(request, ctx)

    async def streaming_output_call(
        self, request: StreamingOutputCallRequest, ctx: Context, /
    ) -> AsyncIterator[StreamingOutputCallResponse]:
        """Bodies of the sizes that the request lists."""
        _end_as_told(request)
        async for response in _responses(request):
            yield response

    async def streaming_input_call(
        self, request: AsyncIterator[StreamingInputCallRequest], ctx: Context, /
    ) -> StreamingInputCallResponse:
        """How many bytes all requests had."""
        size = 0
        async for message in request:
            size += len(message.payload.body)
        return StreamingInputCallResponse(aggregated_payload_size=size)

    async def full_duplex_call(
        self, request: AsyncIterator[StreamingOutputCallRequest], ctx: Context, /
    ) -> AsyncIterator[StreamingOutputCallResponse]:
        """Every request is answered as it comes."""
        _echo_metadata(ctx)
        async for message in request:
            _end_as_told(message)
            async for response in _responses(message):
                yield response

    async def half_duplex_call(
        self, request: AsyncIterator[StreamingOutputCallRequest], ctx: Context, /
    ) -> AsyncIterator[StreamingOutputCallResponse]:
        """Requests are answered once all have come."""
        for message in [message async for message in request]:
            async for response in _responses(message):
                yield response


def _echo_metadata(ctx: Context) -> None:
    for value in ctx.request_headers.getall(ECHO_INITIAL):
        ctx.response_headers.add(ECHO_INITIAL, value)
    for value in ctx.request_headers.getall(ECHO_TRAILING):
        ctx.response_trailers.add(ECHO_TRAILING, value)


def _end_as_told(request: SimpleRequest | StreamingOutputCallRequest) -> None:
    if request.HasField("response_status"):
        status: EchoStatus = request.response_status
        if status.code:
            raise ConnectError(CODES.get(status.code, Code.UNKNOWN), status.message)


def _zeros(size: int) -> Payload:
    if not 0 <= size <= LARGEST:
        raise ConnectError(Code.INVALID_ARGUMENT, f"a body of {size} bytes")
    return Payload(body=bytes(size))


async def _responses(
    request: StreamingOutputCallRequest,
) -> AsyncIterator[StreamingOutputCallResponse]:
    for wanted in request.response_parameters:
        await asyncio.sleep(wanted.interval_us / 1e6)
        yield StreamingOutputCallResponse(payload=_zeros(wanted.size))
