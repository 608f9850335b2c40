"""grpc.testing.TestService on threads."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import grpc
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


class Official(TestServiceServicer):
    """All but UnimplementedCall, which is there to be left out."""

    def EmptyCall(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """Nothing for nothing."""
        _begin(context, compressed=False)
        return Empty()

    def UnaryCall(self, request: SimpleRequest, context: grpc.ServicerContext) -> SimpleResponse:
        """A body for a body."""
        _begin(context, request.response_compressed.value)
        try:
            return answer(request)
        except StatusWanted as wanted:
            context.abort(wanted.code, wanted.message)

    CacheableUnaryCall = UnaryCall

    def StreamingInputCall(
        self, request_iterator: Iterator[StreamingInputCallRequest], context: grpc.ServicerContext
    ) -> StreamingInputCallResponse:
        """How many bytes all requests had."""
        _begin(context, compressed=False)
        return StreamingInputCallResponse(
            aggregated_payload_size=sum(map(size_of, request_iterator))
        )

    def StreamingOutputCall(
        self, request: StreamingOutputCallRequest, context: grpc.ServicerContext
    ) -> Iterator[StreamingOutputCallResponse]:
        """Bodies of the sizes that the request lists."""
        return _answers([request], context)

    def FullDuplexCall(
        self, request_iterator: Iterator[StreamingOutputCallRequest], context: grpc.ServicerContext
    ) -> Iterator[StreamingOutputCallResponse]:
        """Every request is answered as it comes."""
        return _answers(request_iterator, context)

    def HalfDuplexCall(
        self, request_iterator: Iterator[StreamingOutputCallRequest], context: grpc.ServicerContext
    ) -> Iterator[StreamingOutputCallResponse]:
        """Requests are answered once all have come."""
        return _answers(list(request_iterator), context)


def _begin(context: grpc.ServicerContext, compressed: bool) -> None:
    """Say how responses are compressed, which headers tell, and echo the metadata."""
    if compressed:
        context.set_compression(grpc.Compression.Gzip)
    metadata = context.invocation_metadata()
    if initial := named(ECHO_INITIAL, metadata):
        context.send_initial_metadata(initial)
    context.set_trailing_metadata(named(ECHO_TRAILING, metadata))


def _answers(
    requests: Iterable[StreamingOutputCallRequest], context: grpc.ServicerContext
) -> Iterator[StreamingOutputCallResponse]:
    over = threading.Event()
    if not context.add_callback(over.set):
        over.set()
    begun = False
    for request in requests:
        if not begun:
            _begin(context, wants_compression(request))
            begun = True
        try:
            for reply in replies(request):
                over.wait(reply.pause)
                if not reply.compressed:
                    context.disable_next_message_compression()
                yield reply.message
        except StatusWanted as wanted:
            context.abort(wanted.code, wanted.message)
    if not begun:
        _begin(context, compressed=False)
