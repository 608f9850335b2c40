"""grpc.testing.TestService on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any, TypeAlias

import grpc
import grpc.aio
from official.testing.empty_pb2 import Empty
from official.testing.messages_pb2 import (
    SimpleRequest,
    SimpleResponse,
    StreamingInputCallRequest,
    StreamingInputCallResponse,
    StreamingOutputCallRequest,
    StreamingOutputCallResponse,
)
from official.testing.test_pb2_grpc import TestServiceServicer

from crosswire_peers.services.official import (
    ECHO_INITIAL,
    ECHO_TRAILING,
    StatusWanted,
    answer,
    named,
    replies,
    size_of,
    wants_compression,
)

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Asked: TypeAlias = AsyncIterable[StreamingOutputCallRequest]
Answers: TypeAlias = AsyncIterator[StreamingOutputCallResponse]


class Official(TestServiceServicer):
    """All but UnimplementedCall, which is there to be left out."""

    async def EmptyCall(self, request: Empty, context: Context) -> Empty:
        """Nothing for nothing."""
        await _begin(context, compressed=False)
        return Empty()

    async def UnaryCall(self, request: SimpleRequest, context: Context) -> SimpleResponse:
        """A body for a body."""
        await _begin(context, request.response_compressed.value)
        try:
            return answer(request)
        except StatusWanted as wanted:
            await context.abort(wanted.code, wanted.message)

    CacheableUnaryCall = UnaryCall

    async def StreamingInputCall(
        self, request_iterator: AsyncIterable[StreamingInputCallRequest], context: Context
    ) -> StreamingInputCallResponse:
        """How many bytes all requests had."""
        await _begin(context, compressed=False)
        sizes = [size_of(request) async for request in request_iterator]
        return StreamingInputCallResponse(aggregated_payload_size=sum(sizes))

    async def StreamingOutputCall(
        self, request: StreamingOutputCallRequest, context: Context
    ) -> Answers:
        """Bodies of the sizes that the request lists."""
        async for reply in _answers(_each([request]), context):
            yield reply

    async def FullDuplexCall(self, request_iterator: Asked, context: Context) -> Answers:
        """Every request is answered as it comes."""
        async for reply in _answers(request_iterator, context):
            yield reply

    async def HalfDuplexCall(self, request_iterator: Asked, context: Context) -> Answers:
        """Requests are answered once all have come."""
        requests = [request async for request in request_iterator]
        async for reply in _answers(_each(requests), context):
            yield reply


async def _begin(context: Context, compressed: bool) -> None:
    """Say how responses are compressed, which headers tell, and echo the metadata."""
    if compressed:
        context.set_compression(grpc.Compression.Gzip)
    metadata = context.invocation_metadata()
    initial = named(ECHO_INITIAL, metadata)
    # Without headers sent here, grpcio forgets the compression of a single response.
    if initial or compressed:
        await context.send_initial_metadata(initial)
    context.set_trailing_metadata(named(ECHO_TRAILING, metadata))


async def _each(requests: list[StreamingOutputCallRequest]) -> Asked:
    for request in requests:
        yield request


async def _answers(requests: Asked, context: Context) -> Answers:
    begun = False
    async for request in requests:
        if not begun:
            await _begin(context, wants_compression(request))
            begun = True
        try:
            for reply in replies(request):
                await asyncio.sleep(reply.pause)
                if not reply.compressed:
                    context.disable_next_message_compression()
                yield reply.message
        except StatusWanted as wanted:
            await context.abort(wanted.code, wanted.message)
    if not begun:
        await _begin(context, compressed=False)
