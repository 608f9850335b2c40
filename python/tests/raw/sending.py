"""What a raw server sends by a script, as frames."""

from __future__ import annotations

from peer_process import Json

from crosswire_peers.http2.frames import Frame, FrameReader

from .plain import START, dialled, read_all
from .scripts import (
    Raw,
)

CLOSE: Json = {"close": {}}
ONE: Json = {"id": 1}
BARE: Json = {"no_preface": True, "no_acks": True, "no_windows": True}


def sent_by_server(raw: Raw, steps: list[Json], first: bytes = START, **script: object) -> bytes:
    """Everything that a raw server sends on a connection, which its script closes."""
    _, address = raw.listen({"steps": [*steps, CLOSE]} | BARE | script)
    with dialled(address, first) as connection:
        return read_all(connection)


def read(data: bytes) -> list[Frame]:
    reader = FrameReader()
    found = reader.feed(data)
    assert reader.rest == b""
    return found
