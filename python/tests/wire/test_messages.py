"""The messages of a direction, cut in any way."""

from __future__ import annotations

from collections import Counter

import pytest
from crosswire.frame.v1.frame_pb2 import Direction

from crosswire_peers.wire.tampering.changes import Edit
from crosswire_peers.wire.tampering.messages import LARGEST_REPEATED, Messages, prefixed

UP = Direction.DIRECTION_TO_SERVER
COMPRESSED = b"\1\0\0\0\3gzi"
STREAM = prefixed(b"") + prefixed(b"one") + COMPRESSED + prefixed(b"last")
EDITS = [
    Edit(0, "insert_message", UP, 0, b"before"),
    Edit(1, "repeat_message", UP, 0, b""),
    Edit(2, "replace_message", UP, 1, b"other"),
    Edit(3, "repeat_message", UP, 1, b""),
    Edit(4, "drop_message", UP, 3, b""),
    Edit(5, "insert_message", UP, 4, b"behind"),
]
EXPECTED = b"".join(
    (
        *(prefixed(body) for body in (b"before", b"", b"", b"other", b"other")),
        COMPRESSED,
        prefixed(b"behind"),
    )
)


@pytest.mark.parametrize("size", range(1, len(STREAM) + 1))
def test_changes_messages_in_any_pieces(size: int) -> None:
    count: Counter[int] = Counter()
    messages = Messages(EDITS, lambda place: count.update([place]))
    out = b"".join(messages.take(STREAM[at : at + size]) for at in range(0, len(STREAM), size))
    assert out + messages.end() == EXPECTED
    assert count == dict.fromkeys(range(6), 1)
    assert messages.swallowed == len(prefixed(b"one") + prefixed(b"last"))
    assert messages.end() == b""


def test_nothing_comes_behind_a_message_that_is_cut_short() -> None:
    messages = Messages(EDITS[5:], lambda _: None)
    assert messages.take(STREAM[:-1]) == STREAM[:-1]
    assert messages.end() == b""


def test_a_message_that_is_too_long_is_not_repeated() -> None:
    long = prefixed(bytes(LARGEST_REPEATED + 1))
    messages = Messages([Edit(0, "repeat_message", UP, 0, b"")], lambda _: None)
    assert messages.take(long) == long
    assert messages.said() == ["message 0 is too long to be repeated"]
