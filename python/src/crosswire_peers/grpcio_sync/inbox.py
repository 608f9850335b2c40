"""The responses of a call, on threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.scripted_call import Took
from crosswire_peers.grpcio_sync.reader import Reader


class Inbox(Reader):
    """Takes responses off grpcio's call.

    `error` is what the library raised instead of a message.
    """

    def __init__(self, call: Any, method: Method, took: Took) -> None:
        """Take the call, and whom to tell of each message."""
        super().__init__()
        self.error: BaseException | None = None
        self._next: Callable[[], Message | None] = (
            call.__next__ if method.server_streaming else call.result
        )
        self._streams = method.server_streaming
        self._took = took

    def _take(self) -> None:
        try:
            message = self._next()
        except StopIteration:
            message = None
        except Exception as error:
            self.error = error
            message = None
        # None is also what grpcio hands out for status OK without the one response that is due.
        if message is None:
            self._arrived(0, over=True)
        else:
            self._took(message)
            self._arrived(1, over=not self._streams)
