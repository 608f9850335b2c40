"""What this peer says about itself."""

from __future__ import annotations

from importlib.metadata import version

from crosswire.peer.v1.peer_pb2 import Capability, DescribeResponse, Library

from crosswire_peers.connect_py.checks import NO_OPTION
from crosswire_peers.connect_py.ways import WAYS
from crosswire_peers.peer.identity import identity

SUPPORTED = (
    "protocol.grpc",
    "protocol.grpc-web",
    "protocol.connect",
    "codec.json",
    "transport.h2c",
    "transport.http1",
    "transport.tls",
    "transport.mtls",
    "client.unary",
    "client.server-stream",
    "client.client-stream",
    "client.bidi-stream",
    "client.lockstep",
    "client.free-bidi",
    "client.pause-reading",
    "client.cancel",
    "client.fresh",
    "client.status-details",
    "client.http-get",
    "client.compression.gzip",
    *(f"client.way.{way}" for way in WAYS),
    "server.unary",
    "server.server-stream",
    "server.client-stream",
    "server.bidi-stream",
    "server.native-error",
    "server.panic",
    "server.throw-later",
    "server.throw-cancellation",
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
    "server.processes",
    "server.health-watch",
    "server.compression.gzip",
    "server.tls-versions",
    "server.tls-alpn",
    "server.reuse-port",
)

NO_SERVER_OPTION = "connectrpc and uvicorn have no option for it"
NO_REFLECTION = "connectrpc has none"
CHOOSES = "connectrpc chooses for a whole call: gzip where the client takes it"

UNSUPPORTED = {
    "transport.uds": "the HTTP client dials host:port only; the server has it",
    "client.read-headers": "connectrpc has nothing that tells when headers have come",
    "client.local-port": "the HTTP client doesn't show a connection's own address",
    "client.discovery": "connectrpc has no resolvers, and clients of one URL",
    "client.compression.deflate": "connectrpc has no deflate",
    "client.compress-per-message": "connectrpc compresses all messages of a client, or none",
    "client.wait-for-ready": "connectrpc fails a call that can't connect",
    "client.service-config": NO_OPTION,
    "client.keepalive": NO_OPTION,
    "client.authority": NO_OPTION,
    "client.max-metadata": NO_OPTION,
    "client.tls-versions": NO_OPTION,
    "client.tls-alpn": NO_OPTION,
    "server.threads": "handlers share one event loop",
    "server.unknown-codes": "connectrpc's codes are an enum of the sixteen",
    "server.go-on": "an error is raised, and nothing of a handler runs after that",
    "server.reflection-v1": NO_REFLECTION,
    "server.reflection-v1alpha": NO_REFLECTION,
    "server.compression.deflate": "connectrpc has no deflate",
    "server.compression.asymmetric": "connectrpc has no deflate",
    "server.compress-per-message": CHOOSES,
    "server.leave-plain": CHOOSES,
    "server.see-compression": "connectrpc shows messages, and nothing of how they came",
    "server.keepalive": NO_SERVER_OPTION,
    "server.max-concurrent-streams": NO_SERVER_OPTION,
    "server.max-metadata": NO_SERVER_OPTION,
}

LIMITS = {
    "client.way.sync": "a call that blocks has no handle, so that no step cancels it",
    "server.compression.gzip": CHOOSES,
    "server.send-headers": "they leave with the first message or the end: set, not sent at once",
    "server.status-and-message": "a handler raises or has messages: the status goes alone",
    "client.status-details": "ErrorDetail.type_name leaves out the type URL's prefix",
}

PACKAGES = ("connectrpc", "pyqwest", "uvicorn", "zttp", "protobuf", "protobuf-py")


def describe() -> DescribeResponse:
    """This instance."""
    can = [Capability(id=id, supported=True, reason=LIMITS.get(id, "")) for id in SUPPORTED]
    cannot = [Capability(id=id, reason=reason) for id, reason in UNSUPPORTED.items()]
    libraries = [Library(name=name, version=version(name)) for name in PACKAGES]
    return identity(libraries, [*can, *cannot], "connect")
