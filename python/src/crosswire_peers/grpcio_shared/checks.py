"""What of a plan or a listener makes no sense, or can't be done with grpcio."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crosswire.peer.v1.peer_pb2 import ListenRequest, ServerTls, Transport, UnsupportedField
from crosswire.peer.v1.plan_pb2 import (
    CallPlan,
    ClientTls,
    Codec,
    HttpVersion,
    Protocol,
    Step,
)

from crosswire_peers.discovery import parse_target, policy_of
from crosswire_peers.grpcio_shared.methods import METHODS, Method
from crosswire_peers.grpcio_shared.targets import by_registry
from crosswire_peers.peer.errors import BadPlan, Unsupported
from crosswire_peers.peer.plans import check_steps, find_method

NO_OPTION = "grpcio has no option for it"
PER_CALL = "grpcio sets compression for a whole call, not for one message"
PROTOBUF_ONLY = "generated stubs serialize protobuf only"


def method_of(plan: CallPlan, ways: Collection[str]) -> Method:
    """The method of a plan that can be carried out, given the ways to call that there are.

    Raises BadPlan for one that makes no sense, Unsupported for what grpcio has no way to do.
    """
    method = find_method(plan, METHODS)
    if plan.way and plan.way not in ways:
        raise Unsupported("way", f"there is no way {plan.way!r} here")
    _check_registry(plan)
    _check_fields(plan)
    check_steps(plan, method, _refuse_step)
    return method


def _check_registry(plan: CallPlan) -> None:
    """See that a registry's URI, and the policy to pick its servers by, can be read."""
    if by_registry(plan):
        try:
            parse_target(plan.targets[0])
            policy_of(plan.channel.service_config)
        except ValueError as error:
            raise BadPlan(str(error)) from error


def _check_fields(plan: CallPlan) -> None:
    if plan.protocol not in (Protocol.PROTOCOL_UNSPECIFIED, Protocol.PROTOCOL_GRPC):
        raise Unsupported("protocol", "grpcio speaks gRPC over HTTP/2 only")
    if plan.http_version == HttpVersion.HTTP_VERSION_1_1:
        raise Unsupported("httpVersion", "grpcio speaks HTTP/2 only")
    if plan.http_get:
        raise Unsupported("httpGet", "gRPC has POST only")
    if plan.codec not in (Codec.CODEC_UNSPECIFIED, Codec.CODEC_PROTO):
        raise Unsupported("codec", PROTOBUF_ONLY)
    for field in _unsupported_tls(plan.tls):
        raise Unsupported(field, NO_OPTION)


def _unsupported_tls(tls: ClientTls | ServerTls) -> Iterator[str]:
    if tls.min_version:
        yield "tls.minVersion"
    if tls.max_version:
        yield "tls.maxVersion"
    if tls.alpn:
        yield "tls.alpn"


def _refuse_step(index: int, step: Step) -> None:
    if step.HasField("send") and step.send.compression:
        raise Unsupported("send.compression", PER_CALL, index)


def unsupported_by_listener(request: ListenRequest) -> UnsupportedField | None:
    """The first field of a listener that grpcio can't honour, and why."""
    if request.transport == Transport.TRANSPORT_HTTP1:
        return UnsupportedField(field="transport", reason="grpcio speaks HTTP/2 only")
    for field in _unsupported_tls(request.tls):
        return UnsupportedField(field=field, reason=NO_OPTION)
    if request.processes > 1 and request.transport == Transport.TRANSPORT_UDS:
        return UnsupportedField(field="processes", reason="only a port can be shared")
    return None
