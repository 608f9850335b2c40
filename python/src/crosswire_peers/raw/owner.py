"""Who has a connection of the raw peer, its listener or its client, and hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from crosswire_peers.http2.blocks import Field

if TYPE_CHECKING:
    from crosswire_peers.raw.connection import Connection


class Owner(Protocol):
    """Who a connection tells what happens."""

    def made(self, connection: Connection) -> None:
        """The connection is there."""
        ...

    def called(self, connection: Connection, stream: int) -> None:
        """The other side has begun a call."""
        ...

    def entered(self, connection: Connection, stream: int, fields: list[Field]) -> None:
        """A header block has come whole."""
        ...

    def bytes_came(self, connection: Connection) -> None:
        """Bytes came that aren't read as frames."""
        ...

    def lost(self, connection: Connection) -> None:
        """The connection is over."""
        ...
