"""What a call on threads shows when it is over."""

from __future__ import annotations

from typing import Any

import grpc
from crosswire.peer.v1.peer_pb2 import Outcome
from google.protobuf.message import DecodeError
from grpc_status import rpc_status

from crosswire_peers.grpcio_shared.outcome import (
    details_refused,
    has_details,
    native,
    refused,
    set_details,
    set_metadata,
    set_status,
)


def complete(outcome: Outcome, call: Any, error: BaseException | None) -> None:
    """Fill in status and metadata of a call that is over, and the error that it raised."""
    if error is not None and not isinstance(error, grpc.RpcError | grpc.FutureCancelledError):
        # A form that blocks raises so what the others raise before there is a call.
        refused(outcome, error)
        return
    set_status(outcome, call.code(), call.details())
    set_metadata(outcome, call.initial_metadata(), call.trailing_metadata())
    if error is not None:
        outcome.native_error.CopyFrom(native(error))
    if has_details(outcome):
        try:
            set_details(outcome, rpc_status.from_call(call))
        except (ValueError, DecodeError) as refusal:
            details_refused(outcome, refusal)
