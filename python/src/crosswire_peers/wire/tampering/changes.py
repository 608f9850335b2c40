"""What a tap does to each call, and how often it has done it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.wire.v1.wire_pb2 import Block, Tampering

from crosswire_peers.peer.errors import BadRequest

FIELD_KINDS = ("set_field", "remove_field", "add_field")
MESSAGE_KINDS = ("replace_message", "drop_message", "repeat_message", "insert_message")
MOST = 64
LONGEST_HOLD = 60.0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A change to a field. `place` is that of its tampering in the request."""

    place: int
    kind: str
    block: Block
    name: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to a message, or one more."""

    place: int
    kind: str
    direction: Direction
    index: int
    payload: bytes


class Changes:
    """The tamperings of a tap. Raises BadRequest for one that says nothing."""

    def __init__(self, tamperings: Iterable[Tampering]) -> None:
        """Sort them by what they are about."""
        all = list(tamperings)
        if len(all) > MOST:
            raise BadRequest(f"{len(all)} tamperings, at most {MOST} are taken")
        self.applied = [0] * len(all)
        self._fields: list[FieldChange] = []
        self._edits: list[Edit] = []
        self._resets: list[tuple[int, Direction]] = []
        self._hold: tuple[int, float] | None = None
        for place, tampering in enumerate(all):
            self._sort(place, tampering)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.applied)

    def count(self, place: int) -> None:
        """Count that one was applied."""
        self.applied[place] += 1

    def of_block(self, block: Block) -> list[FieldChange]:
        """Those of the fields of one block."""
        return [change for change in self._fields if change.block == block]

    def of_messages(self, direction: Direction) -> list[Edit]:
        """Those of the messages that go one way."""
        return [edit for edit in self._edits if edit.direction == direction]

    def drops_reset(self, direction: Direction) -> bool:
        """Whether a reset that goes one way is dropped, which is counted."""
        places = [place for place, whose in self._resets if whose == direction]
        for place in places:
            self.count(place)
        return bool(places)

    def holds_end(self) -> float:
        """How many seconds the end of a response is held back, which is counted; 0 for none."""
        if self._hold is None:
            return 0
        place, seconds = self._hold
        self.count(place)
        return seconds

    def _sort(self, place: int, tampering: Tampering) -> None:
        kind = tampering.WhichOneof("change")
        if kind in FIELD_KINDS:
            field = getattr(tampering, kind)
            if not field.name or field.block == Block.BLOCK_UNSPECIFIED:
                raise BadRequest(f"tampering {place}: {kind} wants a block and a name")
            name = field.name.encode("latin-1", "replace")
            self._fields.append(FieldChange(place, kind, field.block, name, field.value))
        elif kind in MESSAGE_KINDS:
            change = getattr(tampering, kind)
            direction = _direction(place, change.direction)
            self._edits.append(Edit(place, kind, direction, change.index, change.payload))
        elif kind == "drop_resets":
            self._resets.append((place, _direction(place, tampering.drop_resets.direction)))
        elif kind == "hold_end":
            self._hold = place, min(tampering.hold_end.ToNanoseconds() / 1e9, LONGEST_HOLD)
        else:
            raise BadRequest(f"tampering {place} has no change")


def _direction(place: int, direction: Direction) -> Direction:
    if direction == Direction.DIRECTION_UNSPECIFIED:
        raise BadRequest(f"tampering {place} has no direction")
    return direction
