"""What of a plan or a listener makes no sense, or can't be done with connectrpc."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.peer.v1.peer_pb2 import ListenRequest, Transport, UnsupportedField
from crosswire.peer.v1.plan_pb2 import CallPlan, Compression, HttpVersion, Protocol, Step

from crosswire_peers.connect_py.methods import METHODS, Method
from crosswire_peers.connect_py.ways import WAYS
from crosswire_peers.peer.errors import Unsupported
from crosswire_peers.peer.plans import check_steps, find_method

NO_OPTION = "connectrpc and its HTTP client have no option for it"
GRPC = (Protocol.PROTOCOL_UNSPECIFIED, Protocol.PROTOCOL_GRPC)


def method_of(plan: CallPlan) -> Method:
    """The method of a plan that can be carried out.

    Raises BadPlan for one that makes no sense, Unsupported for what the library has no way to do.
    """
    method = find_method(plan, METHODS)
    for field, reason in (*_in_the_plan(plan, method), *_on_the_channel(plan)):
        raise Unsupported(field, reason)
    check_steps(plan, method, _refuse_step)
    return method


def _in_the_plan(plan: CallPlan, method: Method) -> Iterator[tuple[str, str]]:
    if len(plan.targets) > 1:
        yield "targets", "a client has one URL"
    if "/" in plan.targets[0] or plan.targets[0].startswith("unix:"):
        yield "targets", "the HTTP client dials host:port, and has no resolvers"
    if plan.authority:
        yield "authority", NO_OPTION
    if plan.way and plan.way not in WAYS:
        yield "way", f"there is no way {plan.way!r} here"
    if plan.compression == Compression.COMPRESSION_DEFLATE:
        yield "compression", "connectrpc has no deflate"
    if plan.protocol in GRPC and plan.http_version == HttpVersion.HTTP_VERSION_1_1:
        yield "httpVersion", "gRPC is on HTTP/2"
    if plan.http_get and not (method.safe and plan.protocol == Protocol.PROTOCOL_CONNECT):
        yield "httpGet", "only Connect has it, for methods without side effects"


def _on_the_channel(plan: CallPlan) -> Iterator[tuple[str, str]]:
    if plan.tls.min_version:
        yield "tls.minVersion", NO_OPTION
    if plan.tls.max_version:
        yield "tls.maxVersion", NO_OPTION
    if plan.tls.alpn:
        yield "tls.alpn", NO_OPTION
    if plan.channel.service_config:
        yield "channel.serviceConfig", NO_OPTION
    if plan.channel.wait_for_ready:
        yield "channel.waitForReady", "connectrpc fails a call that can't connect"
    if plan.channel.HasField("keepalive"):
        yield "channel.keepalive", NO_OPTION
    if plan.channel.limits.max_send_message_bytes:
        yield "channel.limits.maxSendMessageBytes", NO_OPTION
    if plan.channel.limits.max_metadata_bytes:
        yield "channel.limits.maxMetadataBytes", NO_OPTION


def _refuse_step(index: int, step: Step) -> None:
    if step.HasField("read_headers"):
        reason = "connectrpc has nothing that tells when headers have come"
        raise Unsupported("readHeaders", reason, index)
    if step.HasField("send") and step.send.compression:
        reason = "connectrpc compresses all messages of a client, or none"
        raise Unsupported("send.compression", reason, index)


def unsupported_by_listener(request: ListenRequest) -> UnsupportedField | None:
    """The first field of a listener that connectrpc and uvicorn can't honour, and why."""
    for field, reason in _of_listener(request):
        return UnsupportedField(field=field, reason=reason)
    return None


def _of_listener(request: ListenRequest) -> Iterator[tuple[str, str]]:
    if request.limits.max_send_message_bytes:
        yield "limits.maxSendMessageBytes", "connectrpc limits what it takes only"
    if request.limits.max_metadata_bytes:
        yield "limits.maxMetadataBytes", "uvicorn has no option for it"
    if request.HasField("keepalive"):
        yield "keepalive", "uvicorn sends no PINGs"
    if request.max_concurrent_streams:
        yield "maxConcurrentStreams", "uvicorn has no option for it"
    if request.threads:
        yield "threads", "handlers share one event loop"
    if request.compression not in (
        Compression.COMPRESSION_UNSPECIFIED,
        Compression.COMPRESSION_GZIP,
    ):
        yield "compression", "connectrpc gzips where the client takes it"
    if request.raw:
        yield "raw", "only the raw peer has scripts"
    if request.processes > 1 and request.transport == Transport.TRANSPORT_UDS:
        yield "processes", "only a port can be shared"
