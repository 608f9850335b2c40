"""What a call shows when it is over."""

from __future__ import annotations

import asyncio

from connectrpc.client import ResponseMetadata
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from crosswire.peer.v1.peer_pb2 import NativeError, Outcome
from crosswire.peer.v1.plan_pb2 import StatusDetail

from crosswire_peers.connect_py.metadata import shown

# In the order of https://github.com/grpc/grpc/blob/master/doc/statuscodes.md, from 1 on, which is
# also that of connectrpc's own list.
CODES: dict[int, Code] = dict(enumerate(Code, 1))
NUMBERS: dict[Code, int] = {code: number for number, code in CODES.items()}


def complete(outcome: Outcome, error: BaseException | None, meta: ResponseMetadata) -> None:
    """Fill in status and metadata of a call that is over, and the error that it raised."""
    if error is not None:
        _failed(outcome, error)
    outcome.headers.extend(shown(meta.headers))
    outcome.trailers.extend(shown(meta.trailers))


def _failed(outcome: Outcome, error: BaseException) -> None:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    outcome.native_error.CopyFrom(NativeError(**{"class": name, "text": str(error)}))
    outcome.message = str(error)
    if isinstance(error, ConnectError):
        outcome.code = NUMBERS[error.code]
        outcome.message = error.message
        for detail in error.details:
            # The library shows a name; that it was sent with another prefix is not to be seen.
            url = f"type.googleapis.com/{detail.type_name}"
            outcome.details.append(StatusDetail(type_url=url, value=detail.message_bytes))
    elif isinstance(error, asyncio.CancelledError):
        # While the call waits for its user and not for the network, cancelling the task is all
        # that happens: connectrpc isn't there to make an error of its own of it.
        outcome.code = NUMBERS[Code.CANCELED]
    else:
        outcome.code = NUMBERS[Code.UNKNOWN]
