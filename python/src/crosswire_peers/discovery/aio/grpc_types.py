"""grpcio's classes to derive from, which are generic for type checkers, but not when they run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import grpc.aio

if TYPE_CHECKING:
    UnaryUnaryMultiCallable: TypeAlias = grpc.aio.UnaryUnaryMultiCallable[Any, Any]
    UnaryStreamMultiCallable: TypeAlias = grpc.aio.UnaryStreamMultiCallable[Any, Any]
    StreamUnaryMultiCallable: TypeAlias = grpc.aio.StreamUnaryMultiCallable[Any, Any]
    StreamStreamMultiCallable: TypeAlias = grpc.aio.StreamStreamMultiCallable[Any, Any]
else:
    from grpc.aio import (
        StreamStreamMultiCallable,
        StreamUnaryMultiCallable,
        UnaryStreamMultiCallable,
        UnaryUnaryMultiCallable,
    )

__all__ = [
    "StreamStreamMultiCallable",
    "StreamUnaryMultiCallable",
    "UnaryStreamMultiCallable",
    "UnaryUnaryMultiCallable",
]
