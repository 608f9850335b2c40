"""How connections and taps end, and what can't begin."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Timer

import pytest
from crosswire.frame.v1.frame_pb2 import Direction, Frame
from ports import free_port

from wire.plain import connected, received, reset
from wire.wire_process import Refused, WireProcess

Kind = Frame.Kind
UP = Direction.DIRECTION_TO_SERVER
DOWN = Direction.DIRECTION_TO_CLIENT


def told_of_the_end(port: int) -> None:
    """The reset may be there before connecting is over, or after it."""
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        client.recv(1)


@pytest.mark.parametrize("who", ["client", "server"])
def test_a_reset_is_a_reset(wire: WireProcess, who: str) -> None:
    with connected(wire) as ends:
        ends.client.sendall(b"hello")
        assert received(ends.server, 5) == b"hello"
        ends.server.sendall(b"hello")
        assert received(ends.client, 5) == b"hello"
        one, other = ends.client, ends.server
        if who == "server":
            one, other = other, one
        reset(one)
        with pytest.raises(ConnectionResetError):
            other.recv(1)
        last = ends.tap.read().frames[-1]
    assert last.kind == Kind.KIND_RESET
    assert last.direction == (UP if who == "client" else DOWN)


def test_a_server_that_is_not_there_is_a_reset(wire: WireProcess) -> None:
    address = f"127.0.0.1:{free_port()}"
    with wire.tap(address) as tap:
        with pytest.raises(ConnectionResetError):
            told_of_the_end(tap.port)
        last = tap.read().frames[-1]
    assert last.kind == Kind.KIND_RESET
    assert last.note.startswith(f"can't dial {address}: ")


def test_a_receiver_that_reads_nothing_stops_the_sender(wire: WireProcess) -> None:
    with connected(wire, record=False) as ends:
        ends.client.settimeout(1)
        sent = 0
        with suppress(TimeoutError):
            while sent < 10**9:
                sent += ends.client.send(bytes(65536))
        # What the sockets of both connections hold, and nearly nothing in between.
        assert sent < 64 * 1024 * 1024
        assert len(received(ends.server, sent)) == sent


def test_a_record_waits_for_the_ends(wire: WireProcess) -> None:
    with connected(wire) as ends:
        later = [Timer(0.3, end.shutdown, [socket.SHUT_WR]) for end in (ends.client, ends.server)]
        for timer in later:
            timer.start()
        kinds = [frame.kind for frame in ends.tap.read().frames]
        for timer in later:
            timer.join()
    assert kinds.count(Kind.KIND_ENDED) == 2


def test_closing_a_tap_ends_its_connections(wire: WireProcess) -> None:
    with connected(wire) as ends:
        ends.client.sendall(b"hello")
        assert received(ends.server, 5) == b"hello"
        address = ends.tap.address
        ends.tap.close()
        assert ends.client.recv(1) == b""
        assert ends.server.recv(1) == b""
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 10)


def test_a_tap_has_an_id_of_its_own(wire: WireProcess) -> None:
    with wire.tap("127.0.0.1:1", id="mine"):
        with pytest.raises(Refused, match="there is a tap"), wire.tap("127.0.0.1:1", id="mine"):
            pass
        with pytest.raises(Refused, match="no host:port"), wire.tap("nowhere"):
            pass
        with pytest.raises(Refused, match="no tap"):
            wire.post("ReadTap", {"id": "other"})
