"""Parts of a server plan's ending that don't depend on how the handler waits."""

from __future__ import annotations

from typing import Any

import grpc
from crosswire.peer.v1.peer_pb2 import CallResponse, Outcome
from crosswire.peer.v1.plan_pb2 import CallPlan, ServerStatus, StatusAndMessage, Throw
from crosswire.probe.v1.probe_pb2 import ProbeResponse
from google.protobuf.message import Message
from google.rpc.status_pb2 import Status

from crosswire_peers.grpcio_shared.entering import NO_DEADLINE
from crosswire_peers.grpcio_shared.metadata import Pairs, to_grpc
from crosswire_peers.grpcio_shared.outcome import DETAILS_TRAILER
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.forwarding import onward
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.payloads import message_of

CODES: dict[int, grpc.StatusCode] = {code.value[0]: code for code in grpc.StatusCode}


class Panic(BaseException):
    """What is no Exception, and so isn't caught as one: Rust's panics come so from extensions."""


def thrown(throw: Throw, cancellation: type[BaseException]) -> BaseException:
    """What a handler raises. `cancellation` is what its kind of waiting raises when cancelled."""
    if throw.kind == Throw.Kind.KIND_PANIC:
        return Panic(throw.text)
    if throw.kind == Throw.Kind.KIND_CANCELLATION:
        return cancellation(throw.text)
    return RuntimeError(throw.text)


def status_code(number: int) -> grpc.StatusCode:
    """grpcio's code. A number that it has none for is passed on for grpcio to deal with."""
    return CODES.get(number, number)  # type: ignore[arg-type]


def trailers_of(status: ServerStatus) -> Pairs:
    """The trailers of a status; its details are one of them, as grpc_status writes it."""
    trailers = to_grpc(status.trailers)
    if not status.details:
        return trailers
    rich = Status(code=status.code, message=status.message)
    for detail in status.details:
        rich.details.add(type_url=detail.type_url, value=detail.value)
    return (*trailers, (DETAILS_TRAILER, rich.SerializeToString()))


def forwarded(plan: CallPlan, entry: Entry, left: float | None) -> CallPlan:
    """The plan of the next hop. `left` is what grpcio says of a deadline, or of none."""
    return onward(plan, entry, left if left is not None and left < NO_DEADLINE else None)


def message_with_status(context: Any, wanted: StatusAndMessage) -> ProbeResponse:
    """Set the status of a call, by a context of either API, and make the message to send too."""
    context.set_trailing_metadata(trailers_of(wanted.status))
    context.set_code(status_code(wanted.status.code))
    context.set_details(wanted.status.message)
    return message_of(wanted.payload, ProbeResponse)


def outcome_of(response: CallResponse) -> Outcome:
    """The outcome of a forwarded call. Raises BadPlan when there is none."""
    if response.WhichOneof("result") == "outcome":
        return response.outcome
    raise BadPlan(f"forward: {response.harness_error or response.unsupported_step}")


def status_of(outcome: Outcome) -> ServerStatus:
    """The status to end with after a forwarded call has ended."""
    return ServerStatus(code=outcome.code, message=outcome.message, trailers=outcome.trailers)


def as_response(message: Message) -> ProbeResponse:
    """A forwarded call's message: as it is from a Probe, else encoded in the body."""
    if isinstance(message, ProbeResponse):
        return message
    return ProbeResponse(body=message.SerializeToString())
