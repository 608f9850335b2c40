"""TLS in the terms of grpcio. PEM texts come inline."""

from __future__ import annotations

import grpc
from crosswire.peer.v1.peer_pb2 import ListenRequest, Transport
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.errors import BadRequest

ENCRYPTED = (Transport.TRANSPORT_TLS, Transport.TRANSPORT_MTLS)


def channel_credentials(plan: CallPlan) -> grpc.ChannelCredentials | None:
    """What a plan's client shows and trusts, None for plaintext."""
    if not plan.HasField("tls"):
        return None
    return grpc.ssl_channel_credentials(
        root_certificates=plan.tls.server_ca_pem.encode() or None,
        private_key=plan.tls.key_pem.encode() or None,
        certificate_chain=plan.tls.cert_pem.encode() or None,
    )


def server_credentials(request: ListenRequest) -> grpc.ServerCredentials | None:
    """What a listener shows and trusts, None for plaintext. Raises BadRequest without a key."""
    if request.transport not in ENCRYPTED:
        return None
    if not request.tls.key_pem or not request.tls.cert_pem:
        raise BadRequest("a TLS listener needs tls.keyPem and tls.certPem")
    if request.transport == Transport.TRANSPORT_MTLS and not request.tls.client_ca_pem:
        raise BadRequest("an mTLS listener needs tls.clientCaPem")
    return grpc.ssl_server_credentials(
        [(request.tls.key_pem.encode(), request.tls.cert_pem.encode())],
        root_certificates=request.tls.client_ca_pem.encode() or None,
        require_client_auth=bool(request.tls.client_ca_pem),
    )
