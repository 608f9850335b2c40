"""Bytes handed over one by one."""

from __future__ import annotations

import socket
import sys
import time

from crosswire_peers.http2.frames import Frame, FrameReader
from crosswire_peers.raw.connection import PIECE_PAUSE

from .plain import START, dialled, read_all
from .scripts import DATA, Raw, data


def test_sends_in_pieces(raw: Raw) -> None:
    """With a pause after each, and as segments of their own, most of them at least."""
    steps = [data(bytes(400), stream={"id": 1}, endStream=True), {"close": {}}]
    bare = {"no_preface": True, "no_acks": True, "no_windows": True}
    _, address = raw.listen(bare | {"steps": steps, "chunk": 1})
    began = time.monotonic()
    with dialled(address, START) as connection:
        assert FrameReader().feed(read_all(connection)) == [Frame(DATA, 1, 1, bytes(400))]
        assert time.monotonic() - began > 400 * PIECE_PAUSE * 0.8
        assert segments_in(connection) > 200


def segments_in(connection: socket.socket) -> int:
    """tcpi_data_segs_in, at its place in struct tcp_info (linux/tcp.h)."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    return int.from_bytes(info[152:156], sys.byteorder)
