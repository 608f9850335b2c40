"""What a call can be spoken in, as fields of a plan."""

from __future__ import annotations

from peer_process import Json

KINDS = ("Unary", "ServerStream", "ClientStream", "BidiStream")
ABC: Json = {"send": {"payload": {"pattern": {"size": "3", "seed": 97}}}}

SPOKEN: dict[str, Json] = {
    "grpc": {"protocol": "PROTOCOL_GRPC"},
    "grpc-web": {"protocol": "PROTOCOL_GRPC_WEB", "httpVersion": "HTTP_VERSION_2"},
    "grpc-web-http1": {"protocol": "PROTOCOL_GRPC_WEB", "httpVersion": "HTTP_VERSION_1_1"},
    "connect": {"protocol": "PROTOCOL_CONNECT", "httpVersion": "HTTP_VERSION_2"},
    "connect-http1": {"protocol": "PROTOCOL_CONNECT", "httpVersion": "HTTP_VERSION_1_1"},
    "connect-json": {"protocol": "PROTOCOL_CONNECT", "codec": "CODEC_JSON"},
}
