"""What a peer on grpcio says about itself."""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Iterable
from importlib.metadata import version

import google.protobuf
import grpc
from crosswire.peer.v1.peer_pb2 import Capability, DescribeResponse, Library

CONTRACT_VERSION = "1"
INSTANCE_ID = uuid.uuid4().hex

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
    "server.unary",
    "server.server-stream",
    "server.client-stream",
    "server.bidi-stream",
    "server.native-error",
    "server.panic",
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
)

UNSUPPORTED = {
    "client.local-port": "grpcio doesn't show a connection's own address",
    "server.unknown-codes": "grpcio sends UNKNOWN for a code that it has no name for",
    "protocol.grpc-web": "grpcio speaks gRPC over HTTP/2 only",
    "protocol.connect": "grpcio speaks gRPC over HTTP/2 only",
    "transport.http1": "grpcio speaks HTTP/2 only",
}

LIMITS = {
    "client.read-headers": "of a call with a single response, grpcio shows headers at its end"
}

PACKAGES = ("grpcio-health-checking", "grpcio-status", "googleapis-common-protos")


def describe(user_agent: str, own: Iterable[Capability]) -> DescribeResponse:
    """This instance, from what is loaded. `own` is what this API of grpcio adds."""
    return DescribeResponse(
        contract_version=CONTRACT_VERSION,
        peer=os.environ.get("CROSSWIRE_PEER", ""),
        language="python",
        runtime=f"{platform.python_implementation()} {platform.python_version()}",
        libraries=_libraries(),
        instance_id=INSTANCE_ID,
        capabilities=[*_capabilities(), *own],
        user_agent=f"{user_agent}/{grpc.__version__}",
    )


def _libraries() -> list[Library]:
    loaded = {"grpcio": grpc.__version__, "protobuf": google.protobuf.__version__}
    loaded |= {name: version(name) for name in PACKAGES}
    return [Library(name=name, version=number) for name, number in loaded.items()]


def _capabilities() -> list[Capability]:
    can = [Capability(id=id, supported=True, reason=LIMITS.get(id, "")) for id in SUPPORTED]
    cannot = [Capability(id=id, reason=reason) for id, reason in UNSUPPORTED.items()]
    return can + cannot
