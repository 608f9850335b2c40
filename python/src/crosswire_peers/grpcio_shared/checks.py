"""What of a plan or a listener makes no sense, or can't be done with grpcio."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.peer.v1.peer_pb2 import ListenRequest, ServerTls, Transport, UnsupportedField
from crosswire.peer.v1.plan_pb2 import CallPlan, ClientTls, Codec, Compression, Protocol

from crosswire_peers.discovery import parse_target, policy_of
from crosswire_peers.grpcio_shared.methods import METHODS, Method
from crosswire_peers.grpcio_shared.targets import by_registry
from crosswire_peers.peer.errors import BadPlan, Unsupported

SERVER_STEPS = frozenset(("send_headers",))
NEEDS_OPEN_CALL = frozenset(("receive", "read_headers", "drain", "pause_reading"))


def method_of(plan: CallPlan) -> Method:
    """The method of a plan that can be carried out.

    Raises BadPlan for one that makes no sense, Unsupported for what grpcio has no way to do.
    """
    method = METHODS.get(plan.method)
    if method is None:
        raise BadPlan(f"no generated stub for {plan.method!r}")
    if not plan.targets:
        raise BadPlan("no targets")
    if plan.HasField("server_plan") and not method.scripted:
        raise BadPlan(f"server_plan on {plan.method}, which is not the scripted service")
    _check_registry(plan)
    _check_fields(plan)
    _check_steps(plan, method)
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
    if plan.codec not in (Codec.CODEC_UNSPECIFIED, Codec.CODEC_PROTO):
        raise Unsupported("codec", "generated stubs serialize protobuf only")
    for field in _unsupported_tls(plan.tls):
        raise Unsupported(field, "grpcio has no option for it")


def _unsupported_tls(tls: ClientTls | ServerTls) -> Iterator[str]:
    if tls.min_version:
        yield "tls.minVersion"
    if tls.max_version:
        yield "tls.maxVersion"
    if tls.alpn:
        yield "tls.alpn"


def _check_steps(plan: CallPlan, method: Method) -> None:
    sent = 0
    for index, step in enumerate(plan.steps):
        action = step.WhichOneof("action")
        if action is None or action in SERVER_STEPS:
            raise BadPlan(f"step {index}: {action} is no step of a client")
        if action == "send":
            sent += max(step.send.count, 1)
            if step.send.compression != Compression.COMPRESSION_UNSPECIFIED:
                reason = "grpcio sets compression for a whole call, not for one message"
                raise Unsupported("send.compression", reason, index)
        if not method.client_streaming and action in NEEDS_OPEN_CALL and not sent:
            raise BadPlan(f"step {index}: {action} before the one request is sent")
    if not method.client_streaming and sent > 1:
        raise BadPlan(f"{sent} requests on {plan.method}, which takes one")


def unsupported_by_listener(request: ListenRequest) -> UnsupportedField | None:
    """The first field of a listener that grpcio can't honour, and why."""
    if request.transport == Transport.TRANSPORT_HTTP1:
        return UnsupportedField(field="transport", reason="grpcio speaks HTTP/2 only")
    for field in _unsupported_tls(request.tls):
        return UnsupportedField(field=field, reason="grpcio has no option for it")
    if request.processes > 1 and request.transport == Transport.TRANSPORT_UDS:
        return UnsupportedField(field="processes", reason="only a port can be shared")
    return None
