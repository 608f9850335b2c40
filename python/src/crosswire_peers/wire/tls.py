"""TLS on either side of a tap, from PEM texts."""

from __future__ import annotations

import ssl
from tempfile import NamedTemporaryFile

from crosswire.peer.v1.peer_pb2 import ServerTls
from crosswire.peer.v1.plan_pb2 import ClientTls, TlsVersion

HTTP2 = ["h2"]
VERSIONS = {
    TlsVersion.TLS_VERSION_1_2: ssl.TLSVersion.TLSv1_2,
    TlsVersion.TLS_VERSION_1_3: ssl.TLSVersion.TLSv1_3,
}


def server_context(tls: ServerTls) -> ssl.SSLContext:
    """What a tap shows its clients. Raises ssl.SSLError for what is no key or certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _common(context, tls)
    _load(context, tls)
    if tls.client_ca_pem:
        context.load_verify_locations(cadata=tls.client_ca_pem)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def client_context(tls: ClientTls) -> ssl.SSLContext:
    """What a tap trusts and shows servers. Raises ssl.SSLError like server_context."""
    context = ssl.create_default_context(cadata=tls.server_ca_pem or None)
    _common(context, tls)
    if tls.cert_pem:
        _load(context, tls)
    return context


def _common(context: ssl.SSLContext, tls: ServerTls | ClientTls) -> None:
    context.set_alpn_protocols(list(tls.alpn) or HTTP2)
    context.minimum_version = VERSIONS.get(tls.min_version, ssl.TLSVersion.TLSv1_2)
    context.maximum_version = VERSIONS.get(tls.max_version, ssl.TLSVersion.MAXIMUM_SUPPORTED)


def _load(context: ssl.SSLContext, tls: ServerTls | ClientTls) -> None:
    """Give the context a key and its certificates; ssl takes them from a file only."""
    with NamedTemporaryFile("w", suffix=".pem") as file:  # of mode 600
        file.write(f"{tls.key_pem}\n{tls.cert_pem}\n")
        file.flush()
        context.load_cert_chain(file.name)
