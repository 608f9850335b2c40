"""What a call on an event loop shows when it is over."""

from __future__ import annotations

from typing import Any

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


async def complete(outcome: Outcome, call: Any, error: BaseException | None) -> None:
    """Fill in status and metadata of a call that is over, and the error that it raised."""
    if error is not None and not call.done():
        # grpcio raised before the RPC had begun: there will never be a status to wait for.
        refused(outcome, error)
        call.cancel()
        return
    try:
        set_status(outcome, await call.code(), await call.details())
    except KeyError as unknown:
        # grpcio looks its enum up by the number that came, also one that isn't in it.
        refused(outcome, unknown)
    set_metadata(outcome, await call.initial_metadata(), await call.trailing_metadata())
    if error is not None:
        outcome.native_error.CopyFrom(native(error))
    if has_details(outcome):
        try:
            set_details(outcome, await rpc_status.aio.from_call(call))
        except (ValueError, DecodeError) as refusal:
            details_refused(outcome, refusal)
