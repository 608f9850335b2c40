"""One direction of a connection: its header blocks are decoded, and all of it is told."""

from __future__ import annotations

from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.frame.v1.frame_pb2 import Frame as Told

from crosswire_peers.http2.blocks import (
    DEFAULT_TABLE,
    Block,
    BlockAssembler,
    BlockDecoder,
    BlockError,
    Field,
)
from crosswire_peers.http2.frames import Frame, FrameError
from crosswire_peers.raw.record import Record


class Way:
    """What goes over in one direction."""

    def __init__(self, record: Record, connection: int, direction: Direction) -> None:
        """Take where it is told."""
        self._record = record
        self._connection = connection
        self._direction = direction
        self._blocks = BlockAssembler()
        self._decoder = BlockDecoder()
        self._over = False

    def allow_table(self, size: int) -> None:
        """Know of a larger dynamic table. Of a smaller one the encoder hears only later."""
        self._decoder.allow_table(max(size, DEFAULT_TABLE))

    def opened(self) -> None:
        """Tell that the connection is there."""
        self._tell(Told.Kind.KIND_OPENED)

    def plain(self, data: bytes) -> None:
        """Tell of bytes that are no frame."""
        if data:
            self._tell(Told.Kind.KIND_BYTES, data)

    def ended(self) -> None:
        """Tell, once, that nothing more comes."""
        self._end(Told.Kind.KIND_ENDED)

    def reset(self, note: str = "") -> None:
        """Tell of a reset, unless the end was told."""
        self._end(Told.Kind.KIND_RESET, note)

    def frame(self, frame: Frame, length: int | None = None) -> tuple[Block, list[Field]] | None:
        """Tell of a frame, and give the header block that it ends, if that can be decoded."""
        fields: list[Field] = []
        block, note = None, ""
        try:
            if (block := self._blocks.add(frame)) is not None:
                fields = self._decoder.decode(block.encoded)
        except (BlockError, FrameError) as error:
            block, note = None, str(error)
        self._record.frame(
            self._connection, self._direction, frame, length=length, headers=fields, note=note
        )
        return None if block is None else (block, fields)

    def _end(self, kind: Told.Kind, note: str = "") -> None:
        if not self._over:
            self._over = True
            self._tell(kind, note=note)

    def _tell(self, kind: Told.Kind, payload: bytes = b"", note: str = "") -> None:
        self._record.add(self._connection, self._direction, kind, payload, note)
