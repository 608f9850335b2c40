"""Metadata between the contract, where values are bytes, and connectrpc, where they are text."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from connectrpc.request import Headers
from crosswire.peer.v1.plan_pb2 import CallPlan, Correlation, Metadatum

CALL_ID = "crosswire-call-id"
HOP = "crosswire-hop"
# Reported as code, message and details of an outcome, not as trailers.
STATUS = frozenset(("grpc-status", "grpc-message"))
BINARY = "-bin"


def add_to(headers: Headers, metadata: Iterable[Metadatum]) -> None:
    """Add metadata; connectrpc leaves the encoding of names in -bin to its users."""
    for datum in metadata:
        headers.add(datum.name, _text(datum))


def _text(datum: Metadatum) -> str:
    if datum.name.lower().endswith(BINARY):
        # Without padding, as both protocols' specifications want it sent.
        return base64.b64encode(datum.value).decode().rstrip("=")
    return datum.value.decode("utf-8", "surrogateescape")


def shown(headers: Headers) -> list[Metadatum]:
    """Metadata as connectrpc shows it, without the status."""
    return [
        Metadatum(name=name, value=_value(name, value))
        for name, value in headers.allitems()
        if name not in STATUS
    ]


def _value(name: str, value: str) -> bytes:
    """The bytes; of a name in -bin the decoded ones, where they can be decoded."""
    if name.endswith(BINARY):
        try:
            return base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
        except binascii.Error:
            pass
    return value.encode("utf-8", "surrogateescape")


def request_headers(plan: CallPlan) -> Headers:
    """What a call sends: the correlation first, unless a listener stands for it."""
    headers = Headers()
    if plan.correlation != Correlation.CORRELATION_LISTENER:
        headers.add(CALL_ID, plan.call_id)
        headers.add(HOP, str(plan.hop))
    add_to(headers, plan.metadata)
    return headers
