"""Every change that a tap can make, as a real client or server sees it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import grpc
import pytest
from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.wire.v1.wire_pb2 import Block, BlockField, MessageChange, Resets, Tampering
from google.protobuf.duration_pb2 import Duration

from wire.serving import EchoServer, client, code_of
from wire.wire_process import Refused, WireProcess

UP = Direction.DIRECTION_TO_SERVER
DOWN = Direction.DIRECTION_TO_CLIENT


def field(block: Block, name: str, value: bytes = b"") -> BlockField:
    return BlockField(block=block, name=name, value=value)


def message(direction: Direction, index: int, payload: bytes = b"") -> MessageChange:
    return MessageChange(direction=direction, index=index, payload=payload)


def slowly(*bodies: bytes) -> Iterator[bytes]:
    for body in bodies:
        time.sleep(0.01)
        yield body


class Seen:
    """What a client saw of one call."""

    def __init__(self, call: Any) -> None:
        self.messages: list[bytes] = []
        with suppress(grpc.RpcError):
            for body in call:
                self.messages.append(body)
        self.code: grpc.StatusCode = call.code()
        self.details: str = call.details()
        self.head = dict(call.initial_metadata())
        self.tail = dict(call.trailing_metadata())


def streamed(
    wire: WireProcess, echo: EchoServer, *changes: Tampering, send: tuple[bytes, ...] = (b"a", b"b")
) -> Seen:
    """A streaming call over a tap, each change having been applied once."""
    with wire.tap(echo.address, *changes) as tap:
        with client(tap.address) as calls:
            seen = Seen(calls.stream(slowly(*send), timeout=20))
        assert list(tap.read().applied) == [1] * len(changes)
    return seen


def test_sets_a_field_of_each_block(wire: WireProcess, echo: EchoServer) -> None:
    seen = streamed(
        wire,
        echo,
        Tampering(set_field=field(Block.BLOCK_REQUEST, "x-new", b"1")),
        Tampering(set_field=field(Block.BLOCK_RESPONSE, "x-head", b"2")),
        Tampering(set_field=field(Block.BLOCK_TRAILERS, "grpc-status", b"9")),
        Tampering(set_field=field(Block.BLOCK_TRAILERS, "grpc-message", b"caf%C3%A9")),
    )
    assert echo.metadata["x-new"] == "1"
    assert seen.head == {"x-head": "2"}
    assert seen.messages == [b"a", b"b"]
    assert (seen.code, seen.details) == (grpc.StatusCode.FAILED_PRECONDITION, "café")


def test_removes_a_field(wire: WireProcess, echo: EchoServer) -> None:
    # Without a status the client makes up UNKNOWN (statuscodes.md: "error-space").
    gone = Tampering(remove_field=field(Block.BLOCK_TRAILERS, "grpc-status"))
    assert streamed(wire, echo, gone).code == grpc.StatusCode.UNKNOWN


def test_removing_what_is_not_there_is_not_counted(wire: WireProcess, echo: EchoServer) -> None:
    gone = Tampering(remove_field=field(Block.BLOCK_REQUEST, "x-nothing"))
    with wire.tap(echo.address, gone) as tap:
        with client(tap.address) as calls:
            assert calls.unary(b"x") == b"x"
        assert list(tap.read().applied) == [0]


def test_adds_a_value(wire: WireProcess, echo: EchoServer) -> None:
    more = Tampering(add_field=field(Block.BLOCK_TRAILERS, "x-tail", b"3"))
    with wire.tap(echo.address, more) as tap, client(tap.address) as calls:
        _, call = calls.unary.with_call(b"x")
        assert list(call.trailing_metadata()) == [("x-tail", "2"), ("x-tail", "3")]


def test_a_block_that_is_all_of_the_response_is_its_head_and_its_trailers(
    wire: WireProcess, echo: EchoServer
) -> None:
    changes = [
        Tampering(set_field=field(Block.BLOCK_RESPONSE, "x-one", b"1")),
        Tampering(set_field=field(Block.BLOCK_TRAILERS, "x-two", b"2")),
    ]
    with wire.tap(echo.address, *changes) as tap, client(tap.address) as calls:
        call = calls.fail.future(b"")
        assert call.code() == grpc.StatusCode.DATA_LOSS
        assert dict(call.trailing_metadata()) == {"x-one": "1", "x-two": "2"}
        assert list(tap.read("0s").applied) == [1, 1]


@pytest.mark.parametrize("direction", [UP, DOWN])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda way: Tampering(replace_message=message(way, 1, b"new")), [b"a", b"new"]),
        (lambda way: Tampering(drop_message=message(way, 0)), [b"b"]),
        (lambda way: Tampering(repeat_message=message(way, 1)), [b"a", b"b", b"b"]),
        (lambda way: Tampering(insert_message=message(way, 1, b"new")), [b"a", b"new", b"b"]),
        (lambda way: Tampering(insert_message=message(way, 9, b"new")), [b"a", b"b", b"new"]),
    ],
)
def test_changes_messages(
    wire: WireProcess, echo: EchoServer, direction: Direction, change: Any, expected: list[bytes]
) -> None:
    seen = streamed(wire, echo, change(direction))
    assert seen.code == grpc.StatusCode.OK
    assert seen.messages == expected
    assert echo.requests == (expected if direction == UP else [b"a", b"b"])


def test_a_dropped_message_takes_nothing_of_the_windows(
    wire: WireProcess, echo: EchoServer
) -> None:
    # Longer than grpcio's windows (4 MiB), which only the receiver could open again.
    long = bytes(8_000_000)
    for direction in (UP, DOWN):
        gone = Tampering(drop_message=message(direction, 0))
        assert streamed(wire, echo, gone, send=(long, b"b")).messages == [b"b"]


def test_a_replaced_message_may_be_long(wire: WireProcess, echo: EchoServer) -> None:
    new = Tampering(replace_message=message(UP, 0, bytes(40_000)))
    assert streamed(wire, echo, new).messages == [bytes(40_000), b"b"]


def test_a_compressed_message_passes_as_it_is(wire: WireProcess, echo: EchoServer) -> None:
    new = Tampering(insert_message=message(UP, 0, b"plain"))
    with wire.tap(echo.address, new) as tap, client(tap.address) as calls:
        body = bytes(10_000)
        call = calls.stream(iter([body]), compression=grpc.Compression.Gzip)
        assert list(call) == [b"plain", body]


def test_a_message_goes_into_a_response_that_had_none(wire: WireProcess, echo: EchoServer) -> None:
    for index in (0, 3):
        new = Tampering(insert_message=message(DOWN, index, b"new"))
        seen = streamed(wire, echo, new, send=())
        assert (seen.messages, seen.code) == ([b"new"], grpc.StatusCode.OK)
    new = Tampering(insert_message=message(DOWN, 0, b"new"))
    with wire.tap(echo.address, new) as tap, client(tap.address) as calls:
        failed = calls.fail.with_call
        assert code_of(lambda: failed(b"")) == grpc.StatusCode.DATA_LOSS
        sent = [frame.note for frame in tap.read("0s").frames if frame.note]
        assert sent == ["message 0 put before it"]


def test_a_message_goes_into_a_request_that_had_none(wire: WireProcess, echo: EchoServer) -> None:
    new = Tampering(insert_message=message(UP, 0, b"new"))
    assert streamed(wire, echo, new, send=()).messages == [b"new"]


def test_drops_the_cancellation(wire: WireProcess, echo: EchoServer) -> None:
    gone = Tampering(drop_resets=Resets(direction=UP))
    others = Tampering(drop_resets=Resets(direction=DOWN))
    with wire.tap(echo.address, gone, others) as tap:
        with client(tap.address) as calls:
            echo.expect()
            call = calls.wait.future(b"")
            assert echo.entered.wait(10)
            call.cancel()
            assert not echo.cancelled.wait(0.5)
            assert calls.unary(b"still there") == b"still there"
            assert list(tap.read("0s").applied) == [1, 0]
        # The end of the connection ends the call all the same.
        assert echo.cancelled.wait(10)


def test_holds_the_end_back(wire: WireProcess, echo: EchoServer) -> None:
    later = Tampering(hold_end=Duration(nanos=700_000_000))
    with wire.tap(echo.address, later) as tap, client(tap.address) as calls:
        began = time.monotonic()
        assert list(calls.stream(iter([b"a"]))) == [b"a"]
        assert time.monotonic() - began >= 0.7
        record = tap.read("0s")
    assert list(record.applied) == [1]
    assert any(frame.note == "held back for 0.7 s" for frame in record.frames)


def test_an_end_that_is_held_back_comes_too_late(wire: WireProcess, echo: EchoServer) -> None:
    later = Tampering(hold_end=Duration(seconds=30))
    with wire.tap(echo.address, later) as tap, client(tap.address) as calls:
        call = calls.stream(iter([b"a"]), timeout=3)
        assert next(call) == b"a"
        assert code_of(lambda: next(call)) == grpc.StatusCode.DEADLINE_EXCEEDED


def test_every_call_of_a_connection_is_changed(wire: WireProcess, echo: EchoServer) -> None:
    """The client's table is filled by the first call; the field removed is but an index later."""
    gone = Tampering(remove_field=field(Block.BLOCK_REQUEST, "x-secret"))
    with wire.tap(echo.address, gone) as tap, client(tap.address) as calls:
        for at in range(50):
            metadata = (("x-secret", "s" * 40), ("x-kept", "k" * 40), ("x-at", str(at)))
            assert calls.unary(b"x", metadata=metadata) == b"x"
            assert "x-secret" not in echo.metadata
            assert (echo.metadata["x-kept"], echo.metadata["x-at"]) == ("k" * 40, str(at))
        assert list(tap.read("0s").applied) == [50]


def test_says_what_it_did(wire: WireProcess, echo: EchoServer) -> None:
    changes = [
        Tampering(set_field=field(Block.BLOCK_TRAILERS, "grpc-status", b"3")),
        Tampering(drop_message=message(UP, 0)),
    ]
    with wire.tap(echo.address, *changes) as tap:
        with client(tap.address) as calls:
            Seen(calls.stream(slowly(b"a", b"b")))
        notes = [frame.note for frame in tap.read().frames if frame.note]
    assert notes == ["message 0 dropped", "set grpc-status of the trailers"]


@pytest.mark.parametrize(
    "change",
    [
        Tampering(),
        Tampering(set_field=BlockField(name="x")),
        Tampering(set_field=BlockField(block=Block.BLOCK_REQUEST)),
        Tampering(drop_message=MessageChange()),
        Tampering(drop_resets=Resets()),
    ],
)
def test_a_tampering_that_says_nothing_is_refused(
    wire: WireProcess, echo: EchoServer, change: Tampering
) -> None:
    with pytest.raises(Refused, match="400"), wire.tap(echo.address, change):
        pass
