"""The client channels of this peer: an HTTP transport, and the generated clients on it.

All methods belong to the event loop.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from connectrpc.client import ConnectClient, ConnectClientSync
from connectrpc.compat import google_protobuf_binary_codec, google_protobuf_json_codec
from connectrpc.compression import Compression as Compressor
from connectrpc.compression.gzip import GzipCompression
from connectrpc.protocol import ProtocolType
from crosswire.peer.v1.plan_pb2 import CallPlan, Codec, Compression, HttpVersion, Protocol
from pyqwest import Client, HTTPTransport, HTTPVersion, SyncClient, SyncHTTPTransport

from crosswire_peers.connect_py.methods import Method
from crosswire_peers.connect_py.ways import SYNC, limit_of

PROTOCOLS = {
    Protocol.PROTOCOL_UNSPECIFIED: ProtocolType.GRPC,
    Protocol.PROTOCOL_GRPC: ProtocolType.GRPC,
    Protocol.PROTOCOL_GRPC_WEB: ProtocolType.GRPC_WEB,
    Protocol.PROTOCOL_CONNECT: ProtocolType.CONNECT,
}

VERSIONS = {
    HttpVersion.HTTP_VERSION_UNSPECIFIED: None,
    HttpVersion.HTTP_VERSION_1_1: HTTPVersion.HTTP1,
    HttpVersion.HTTP_VERSION_2: HTTPVersion.HTTP2,
}


class Key(NamedTuple):
    """What calls have in common that share a channel."""

    name: str
    target: str
    tls: bytes
    channel: bytes
    version: int
    limit: float | None


class Channel:
    """The connections of one HTTP transport."""

    def __init__(self, plan: CallPlan) -> None:
        """Prepare it; it connects with its first call."""
        self.fresh = plan.channel.fresh
        host, _, port = plan.targets[0].rpartition(":")
        named = plan.tls.server_name
        scheme = "https" if plan.HasField("tls") else "http"
        self._address = f"{scheme}://{named or host}:{port}"
        options: dict[str, Any] = {
            "tls_ca_cert": plan.tls.server_ca_pem.encode() or None,
            "tls_key": plan.tls.key_pem.encode() or None,
            "tls_cert": plan.tls.cert_pem.encode() or None,
            "http_version": VERSIONS[version_of(plan)],
            # The name that is wanted in the certificate leads to where the target is.
            "dns_overrides": {named: [host.strip("[]")]} if named else None,
            # A plan says all that goes over the wire.
            "enable_otel": False,
            "timeout": limit_of(plan),
        }
        self._http: Client | SyncClient
        if plan.way == SYNC:
            self._transport: HTTPTransport | SyncHTTPTransport = SyncHTTPTransport(**options)
            self._http = SyncClient(self._transport)
        else:
            self._transport = HTTPTransport(**options)
            self._http = Client(self._transport)
        self._clients: dict[tuple[object, ...], Any] = {}

    def client(self, plan: CallPlan, method: Method) -> Any:
        """The generated client for a plan's method and settings."""
        key = (method.client, plan.protocol, plan.codec, plan.compression)
        if key not in self._clients:
            client = method.blocking if plan.way == SYNC else method.client
            self._clients[key] = self._open(plan, client)
        return self._clients[key]

    def _open(
        self, plan: CallPlan, client: type[ConnectClient] | type[ConnectClientSync]
    ) -> ConnectClient | ConnectClientSync:
        as_json = plan.codec == Codec.CODEC_JSON
        codec = google_protobuf_json_codec() if as_json else google_protobuf_binary_codec()
        options: dict[str, Compressor | None] = {}
        if plan.compression:
            gzip = plan.compression == Compression.COMPRESSION_GZIP
            options["send_compression"] = GzipCompression() if gzip else None
        return client(
            self._address,
            codec=codec,
            protocol=PROTOCOLS[plan.protocol],
            read_max_bytes=plan.channel.limits.max_receive_message_bytes or None,
            http_client=self._http,  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
        )

    async def close(self) -> None:
        """Close the connections."""
        if isinstance(self._transport, SyncHTTPTransport):
            self._transport.close()
        else:
            await self._transport.aclose()


class Channels:
    """The channels that calls share, opened on first use."""

    def __init__(self) -> None:
        """Start without any."""
        self._open: dict[Key, Channel] = {}

    def get(self, plan: CallPlan) -> Channel:
        """The channel of a plan: one of its own if it wants that fresh, else the shared one."""
        if plan.channel.fresh:
            return Channel(plan)
        key = _key(plan)
        if key not in self._open:
            self._open[key] = Channel(plan)
        return self._open[key]

    async def close(self, name: str | None = None) -> None:
        """Close the channels of one name, or all: the next call opens one anew."""
        keys = [key for key in self._open if name is None or key.name == name]
        for channel in [self._open.pop(key) for key in keys]:
            await channel.close()


def version_of(plan: CallPlan) -> HttpVersion:
    """gRPC is on HTTP/2; for the others it is the HTTP client's choice unless the plan says it."""
    if plan.http_version == HttpVersion.HTTP_VERSION_UNSPECIFIED:
        grpc = PROTOCOLS[plan.protocol] is ProtocolType.GRPC
        return HttpVersion.HTTP_VERSION_2 if grpc else plan.http_version
    return plan.http_version


def _key(plan: CallPlan) -> Key:
    return Key(
        name=plan.channel.key,
        target=plan.targets[0],
        tls=plan.tls.SerializeToString() if plan.HasField("tls") else b"",
        channel=plan.channel.SerializeToString(),
        version=version_of(plan),
        limit=limit_of(plan),
    )
