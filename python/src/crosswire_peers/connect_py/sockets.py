"""Where a listener binds, with TLS or without, and what a client on the same host dials."""

from __future__ import annotations

import os
import socket
import ssl
import tempfile
from pathlib import Path

from crosswire.peer.v1.peer_pb2 import ListenRequest, Transport
from crosswire.peer.v1.plan_pb2 import TlsVersion

from crosswire_peers.peer.address import DIALLED, AddressError, host_and_port
from crosswire_peers.peer.errors import BadRequest

ENCRYPTED = (Transport.TRANSPORT_TLS, Transport.TRANSPORT_MTLS)
VERSIONS = {
    TlsVersion.TLS_VERSION_1_2: ssl.TLSVersion.TLSv1_2,
    TlsVersion.TLS_VERSION_1_3: ssl.TLSVersion.TLSv1_3,
}


def bind(request: ListenRequest) -> socket.socket:
    """A socket that is bound. Raises BadRequest when it can't be."""
    try:
        if request.transport == Transport.TRANSPORT_UDS:
            made = socket.socket(socket.AF_UNIX)
            made.bind(request.bind)
            return made
        host, port = host_and_port(request.bind)
        made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if request.reuse_port:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
    except (OSError, AddressError) as error:
        raise BadRequest(str(error)) from error
    return made


def dialled(request: ListenRequest, bound: socket.socket) -> str:
    """The address with the port that was bound, and a host that can be dialled."""
    if request.transport == Transport.TRANSPORT_UDS:
        return f"unix:{request.bind}"
    host = request.bind.rpartition(":")[0]
    return f"{DIALLED.get(host, host)}:{bound.getsockname()[1]}"


def tls(request: ListenRequest, alpn: list[str]) -> ssl.SSLContext | None:
    """What a listener shows and trusts, None for plaintext. Raises BadRequest without a key."""
    if request.transport not in ENCRYPTED:
        return None
    wanted = request.tls
    if not wanted.key_pem or not wanted.cert_pem:
        raise BadRequest("a TLS listener needs tls.keyPem and tls.certPem")
    if request.transport == Transport.TRANSPORT_MTLS and not wanted.client_ca_pem:
        raise BadRequest("an mTLS listener needs tls.clientCaPem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _load(context, wanted.cert_pem + "\n" + wanted.key_pem)
    if wanted.client_ca_pem:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=wanted.client_ca_pem)
    context.minimum_version = VERSIONS.get(wanted.min_version, ssl.TLSVersion.TLSv1_2)
    if wanted.max_version:
        context.maximum_version = VERSIONS[wanted.max_version]
    context.set_alpn_protocols(list(wanted.alpn) or alpn)
    return context


def _load(context: ssl.SSLContext, pem: str) -> None:
    """Load a chain and its key, which the ssl module reads from files only."""
    handle, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(pem)
        context.load_cert_chain(name)
    except ssl.SSLError as error:
        raise BadRequest(f"unreadable certificate or key: {error}") from error
    finally:
        Path(name).unlink()
