"""Which stream a step is about."""

from __future__ import annotations

from crosswire.peer.v1.raw_pb2 import RawStream

from crosswire_peers.http2.frames import GOAWAY, PING, SETTINGS
from crosswire_peers.raw.came import Came

# Types of frames that only the connection has.
CONNECTION_TYPES = (SETTINGS, PING, GOAWAY)


class Streams:
    """The streams of a connection, as one script names them."""

    def __init__(self, came: Came, own: int | None) -> None:
        """Take the stream of the call that the script is for, if it is for one."""
        self._came = came
        self._own = own

    def find(self, wanted: RawStream, type: int | None = None) -> int | None:
        """The number of a stream, for a frame of this type; None where there is no such call."""
        match wanted.WhichOneof("which"):
            case "id":
                return wanted.id
            case "new":
                return self._came.new_call()
            case "call":
                calls = self._came.calls
                return calls[wanted.call - 1] if 0 < wanted.call <= len(calls) else None
            case _:
                return self._unnamed(type)

    def _unnamed(self, type: int | None) -> int | None:
        """The script's own call, else the latest one; without any, the connection where it fits."""
        if self._own is not None:
            return self._own
        if self._came.calls:
            return self._came.calls[-1]
        return 0 if type in CONNECTION_TYPES else None
