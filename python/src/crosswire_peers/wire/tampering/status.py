"""A call's status: an error of Connect, and the fields of gRPC that say the same."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote, unquote

from google.rpc.status_pb2 import Status

from crosswire_peers.http2.blocks import Field

STATUS, MESSAGE, DETAILS = b"grpc-status", b"grpc-message", b"grpc-status-details-bin"
NAMES = (STATUS, MESSAGE, DETAILS)

# By gRPC's number: a code's name and, of a unary call, its HTTP status (Connect Protocol
# Reference, "Error Codes").
CODES = (
    ("ok", 200),
    ("canceled", 499),
    ("unknown", 500),
    ("invalid_argument", 400),
    ("deadline_exceeded", 504),
    ("not_found", 404),
    ("already_exists", 409),
    ("permission_denied", 403),
    ("resource_exhausted", 429),
    ("failed_precondition", 400),
    ("aborted", 409),
    ("out_of_range", 400),
    ("unimplemented", 501),
    ("internal", 500),
    ("unavailable", 503),
    ("data_loss", 500),
    ("unauthenticated", 401),
)
UNKNOWN = 2
NUMBERS = {name: number for number, (name, _) in enumerate(CODES)}
BY_HTTP = {
    b"400": "internal",
    b"401": "unauthenticated",
    b"403": "permission_denied",
    b"404": "unimplemented",
    b"429": "unavailable",
    b"502": "unavailable",
    b"503": "unavailable",
    b"504": "unavailable",
}
ANY = "type.googleapis.com/"

Json = dict[str, Any]


def loaded(text: bytes) -> Json:
    """A JSON object; an empty one for what is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def written(content: Json) -> bytes:
    """A JSON object as bytes."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def fields_of(error: Json | None) -> list[Field]:
    """What gRPC's trailers say of an error of Connect; of none that it is OK."""
    if error is None:
        return [(STATUS, b"0")]
    number = NUMBERS.get(str(error.get("code")), UNKNOWN)
    text = str(error.get("message", ""))
    fields = [(STATUS, str(number).encode())]
    if text:
        fields.append((MESSAGE, quote(text).encode()))
    if error.get("details"):
        fields.append((DETAILS, _packed(number, text, error["details"])))
    return fields


def error_of(fields: list[Field]) -> Json | None:
    """The error of Connect that says what these fields of gRPC do; None where they say OK."""
    named = dict(fields)
    number = _number(named.get(STATUS, b""))
    if number == 0:
        return None
    error: Json = {"code": CODES[number][0]}
    if MESSAGE in named:
        error["message"] = unquote(named[MESSAGE].decode("latin-1"))
    if DETAILS in named:
        error["details"] = _unpacked(named[DETAILS])
    return error


def http_status(error: Json | None) -> bytes:
    """The HTTP status of a unary response."""
    number = 0 if error is None else NUMBERS.get(str(error.get("code")), UNKNOWN)
    return str(CODES[number][1]).encode()


def of_http(status: bytes) -> str:
    """The code of a response without an error ("HTTP to Error Code")."""
    return BY_HTTP.get(status, "unknown")


def _number(text: bytes) -> int:
    number = int(text) if text.isdigit() else UNKNOWN
    return number if number < len(CODES) else UNKNOWN


def _padded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _packed(number: int, text: str, details: list[Json]) -> bytes:
    status = Status(code=number, message=text)
    for detail in details:
        status.details.add(type_url=ANY + detail["type"], value=_padded(detail["value"]))
    return base64.b64encode(status.SerializeToString()).rstrip(b"=")


def _unpacked(value: bytes) -> list[Json]:
    status = Status.FromString(_padded(value.decode("latin-1")))
    return [
        {
            "type": detail.type_url.rpartition("/")[2],
            "value": base64.b64encode(detail.value).rstrip(b"=").decode(),
        }
        for detail in status.details
    ]
