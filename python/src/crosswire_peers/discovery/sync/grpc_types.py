"""grpcio's classes to derive from, which are generic for type checkers, but not when they run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import grpc

if TYPE_CHECKING:
    Future: TypeAlias = grpc.Future[Any]
    UnaryUnaryMultiCallable: TypeAlias = grpc.UnaryUnaryMultiCallable[Any, Any]
    UnaryStreamMultiCallable: TypeAlias = grpc.UnaryStreamMultiCallable[Any, Any]
    StreamUnaryMultiCallable: TypeAlias = grpc.StreamUnaryMultiCallable[Any, Any]
    StreamStreamMultiCallable: TypeAlias = grpc.StreamStreamMultiCallable[Any, Any]
else:
    from grpc import (
        Future,
        StreamStreamMultiCallable,
        StreamUnaryMultiCallable,
        UnaryStreamMultiCallable,
        UnaryUnaryMultiCallable,
    )

__all__ = [
    "Future",
    "StreamStreamMultiCallable",
    "StreamUnaryMultiCallable",
    "UnaryStreamMultiCallable",
    "UnaryUnaryMultiCallable",
]
