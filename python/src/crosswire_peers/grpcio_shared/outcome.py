"""The parts of an outcome that don't depend on how the library waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import grpc
from crosswire.peer.v1.peer_pb2 import NativeError, Outcome
from crosswire.peer.v1.plan_pb2 import StatusDetail
from google.rpc.status_pb2 import Status

from crosswire_peers.grpcio_shared.metadata import from_grpc

MetadataPairs: TypeAlias = "Iterable[tuple[str, str | bytes]] | None"
DETAILS_TRAILER = "grpc-status-details-bin"


def native(error: BaseException) -> NativeError:
    """An error as Python shows it."""
    kind = type(error)
    return NativeError(**{"class": f"{kind.__module__}.{kind.__qualname__}", "text": str(error)})


def refused(outcome: Outcome, error: BaseException) -> None:
    """Fill in a call that the library refused with an error that carries no status."""
    outcome.code = grpc.StatusCode.UNKNOWN.value[0]
    outcome.message = str(error)
    outcome.native_error.CopyFrom(native(error))


def set_status(outcome: Outcome, code: grpc.StatusCode, message: str | None) -> None:
    """Fill in how the call ended."""
    outcome.code = code.value[0]
    outcome.message = message or ""


def set_metadata(outcome: Outcome, headers: MetadataPairs, trailers: MetadataPairs) -> None:
    """Fill in the metadata that the library shows."""
    outcome.headers.extend(from_grpc(headers))
    outcome.trailers.extend(from_grpc(trailers))


def has_details(outcome: Outcome) -> bool:
    """Whether the trailers hold a google.rpc.Status."""
    return any(trailer.name == DETAILS_TRAILER for trailer in outcome.trailers)


def set_details(outcome: Outcome, status: Status | None) -> None:
    """Fill in the details that grpc_status found."""
    for detail in status.details if status else ():
        outcome.details.append(StatusDetail(type_url=detail.type_url, value=detail.value))


def details_refused(outcome: Outcome, error: Exception) -> None:
    """Fill in that grpc_status raised, which it does where its status isn't the call's."""
    found = native(error)
    earlier = outcome.native_error.text
    if earlier:
        outcome.native_error.text = f"{earlier}\n{getattr(found, 'class')}: {found.text}"
    else:
        outcome.native_error.CopyFrom(found)
