"""What a peer on grpcio says about itself."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

import google.protobuf
import grpc
from crosswire.peer.v1.peer_pb2 import Capability, DescribeResponse, Library

from crosswire_peers.grpcio_shared.checks import NO_OPTION, PER_CALL, PROTOBUF_ONLY
from crosswire_peers.peer.identity import identity

SUPPORTED = (
    "transport.h2c",
    "transport.tls",
    "transport.mtls",
    "transport.uds",
    "protocol.grpc",
    "client.unary",
    "client.server-stream",
    "client.client-stream",
    "client.bidi-stream",
    "client.lockstep",
    "client.free-bidi",
    "client.read-headers",
    "client.pause-reading",
    "client.cancel",
    "client.fresh",
    "client.status-details",
    "client.discovery",
    "client.compression.gzip",
    "client.compression.deflate",
    "client.wait-for-ready",
    "client.service-config",
    "client.keepalive",
    "client.authority",
    "client.max-metadata",
    "server.unary",
    "server.server-stream",
    "server.client-stream",
    "server.bidi-stream",
    "server.native-error",
    "server.panic",
    "server.throw-later",
    "server.throw-cancellation",
    "server.go-on",
    "server.return-nothing",
    "server.status-and-message",
    "server.send-headers",
    "server.status-details",
    "server.forward",
    "server.peer-address",
    "server.time-left",
    "server.cancelled",
    "server.registration",
    "server.settings",
    "server.health-switch",
    "server.health-watch",
    "server.reflection-v1",
    "server.reflection-v1alpha",
    "server.processes",
    "server.compression.gzip",
    "server.compression.deflate",
    "server.compression.asymmetric",
    "server.compress-per-message",
    "server.leave-plain",
    "server.keepalive",
    "server.ping-strikes",
    "server.max-concurrent-streams",
    "server.max-metadata",
    "server.reuse-port",
)

ONE_HTTP = "grpcio speaks gRPC over HTTP/2 only"

UNSUPPORTED = {
    "client.local-port": "grpcio doesn't show a connection's own address",
    "client.compress-per-message": PER_CALL,
    "client.tls-versions": NO_OPTION,
    "client.tls-alpn": NO_OPTION,
    "client.http-get": ONE_HTTP,
    "server.unknown-codes": "grpcio sends UNKNOWN for a code that it has no name for",
    "server.see-compression": "grpcio tells nobody whether a message came compressed",
    "server.tls-versions": NO_OPTION,
    "server.tls-alpn": NO_OPTION,
    "protocol.grpc-web": ONE_HTTP,
    "protocol.connect": ONE_HTTP,
    "transport.http1": ONE_HTTP,
    "codec.json": PROTOBUF_ONLY,
}

LIMITS = {
    "client.read-headers": "of a call with a single response, grpcio shows headers at its end",
    "server.compress-per-message": "one algorithm a call, which single messages can be left out of",
}

PACKAGES = (
    "grpcio-health-checking",
    "grpcio-reflection",
    "grpcio-status",
    "googleapis-common-protos",
)


def describe(user_agent: str, ways: Iterable[str], own: Iterable[Capability]) -> DescribeResponse:
    """This instance, from what is loaded. `own` is what this API of grpcio adds."""
    called = [Capability(id=f"client.way.{way}", supported=True) for way in ways]
    capabilities = [*_capabilities(), *called, *own]
    return identity(_libraries(), capabilities, f"{user_agent}/{grpc.__version__}")


def _libraries() -> list[Library]:
    loaded = {"grpcio": grpc.__version__, "protobuf": google.protobuf.__version__}
    loaded |= {name: version(name) for name in PACKAGES}
    return [Library(name=name, version=number) for name, number in loaded.items()]


def _capabilities() -> list[Capability]:
    can = [Capability(id=id, supported=True, reason=LIMITS.get(id, "")) for id in SUPPORTED]
    cannot = [Capability(id=id, reason=reason) for id, reason in UNSUPPORTED.items()]
    return can + cannot
