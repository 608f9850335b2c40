"""A call's header fields as metadata, the way an observation tells them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from crosswire.peer.v1.plan_pb2 import Metadatum

from crosswire_peers.http2.blocks import Field
from crosswire_peers.raw.record import cut


def metadata_of(fields: list[Field]) -> Iterator[Metadatum]:
    """All fields but pseudo-header fields; binary ones decoded, as far as they are base64."""
    for name, value in fields:
        if not name.startswith(b":"):
            whole = decoded(value) if name.endswith(b"-bin") else value
            yield Metadatum(name=name.decode("latin-1"), value=cut(whole))


def decoded(value: bytes) -> bytes:
    """A binary value, with or without its padding; as it came where that isn't base64."""
    try:
        return base64.b64decode(value + b"=" * (-len(value) % 4), validate=True)
    except binascii.Error:
        return value
