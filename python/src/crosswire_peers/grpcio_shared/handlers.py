"""Method handlers of grpcio, taken apart and made again around another function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import grpc

Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
Behaviour: TypeAlias = Callable[[Any, Any], Any]


def around(handler: Handler, wrap: Callable[[Behaviour], Behaviour]) -> Handler:
    """A handler of the same kind, with `wrap` around its function."""
    behaviour, make = _parts(handler)
    return make(
        wrap(behaviour),
        request_deserializer=handler.request_deserializer,
        response_serializer=handler.response_serializer,
    )


def _parts(handler: Handler) -> tuple[Behaviour, Callable[..., Handler]]:
    """The function of a handler, and what makes a handler of the same kind."""
    if handler.unary_unary:
        return handler.unary_unary, grpc.unary_unary_rpc_method_handler
    if handler.unary_stream:
        return handler.unary_stream, grpc.unary_stream_rpc_method_handler
    if handler.stream_unary:
        return handler.stream_unary, grpc.stream_unary_rpc_method_handler
    return handler.stream_stream, grpc.stream_stream_rpc_method_handler  # type: ignore[return-value]
