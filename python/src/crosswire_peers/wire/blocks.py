"""The header blocks of one direction: joined from their frames, and decoded."""

from __future__ import annotations

from dataclasses import dataclass

from crosswire_peers.http2.blocks import (
    DEFAULT_TABLE,
    Block,
    BlockAssembler,
    BlockDecoder,
    BlockError,
    Field,
)
from crosswire_peers.http2.frames import HEADERS, PUSH_PROMISE, Frame, FrameError

# Frames of one block; they may be empty, so that its size is no limit of theirs.
MOST_FRAMES = 10_000
AFTER_BROKEN = "not decoded: a block before it could not be"


@dataclass(frozen=True, slots=True)
class Read:
    """What a frame completes: itself, or with others a block; nothing, where more has to come."""

    frames: list[Frame]
    block: Block | None = None
    fields: list[Field] | None = None
    note: str = ""


class Blocks:
    """What has come of header blocks. After one that can't be decoded none is."""

    def __init__(self) -> None:
        """Start as a connection does."""
        self._assembler = BlockAssembler()
        self._decoder = BlockDecoder()
        self._table = DEFAULT_TABLE
        self._held: list[Frame] = []
        self._broken = False

    def allow_table(self, size: int) -> None:
        """Hear how large the receiver lets the table be.

        The encoder may use more until it has heard of less, and tells then (RFC 7541, 4.2): the
        largest that was ever allowed is.
        """
        self._table = max(self._table, size)
        self._decoder.allow_table(self._table)

    def read(self, frame: Frame) -> Read:
        """Take the next frame, of any type."""
        if self._broken:
            begins = frame.type in (HEADERS, PUSH_PROMISE)
            return Read([frame], note=AFTER_BROKEN if begins else "")
        self._held.append(frame)
        try:
            return self._read(frame)
        except (BlockError, FrameError) as error:
            self._broken = True
            return Read(self.rest(), note=f"can't be decoded: {error}")

    def rest(self) -> list[Frame]:
        """The frames of a block that has not ended; they are let go."""
        frames, self._held = self._held, []
        return frames

    def _read(self, frame: Frame) -> Read:
        block = self._assembler.add(frame)
        if block is not None:
            fields = self._decoder.decode(block.encoded)
            return Read(self.rest(), block, fields)
        if not self._assembler.open:
            return Read(self.rest())
        if len(self._held) > MOST_FRAMES:
            raise BlockError(f"a header block of more than {MOST_FRAMES} frames")
        return Read([])
