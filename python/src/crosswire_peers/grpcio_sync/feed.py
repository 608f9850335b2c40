"""A request iterator that a step can hand one message to, and wait until it is taken."""

from __future__ import annotations

import threading

from google.protobuf.message import Message


class Feed:
    """What grpcio's consumption thread iterates over.

    grpcio takes the next message when the core has taken the one before; a feed that never
    ends would keep that thread for ever, so the end of the call has to close it.
    """

    def __init__(self) -> None:
        """Start open and empty."""
        self._change = threading.Condition()
        self._message: Message | None = None
        self._closed = False

    def __iter__(self) -> Feed:
        """The feed is its own iterator."""
        return self

    def __next__(self) -> Message:
        """Wait for a message, or for the end."""
        with self._change:
            self._change.wait_for(lambda: self._closed or self._message is not None)
            message, self._message = self._message, None
            self._change.notify_all()
        if message is None:
            raise StopIteration
        return message

    def put(self, message: Message) -> bool:
        """Hand a message over, and tell whether it was taken; False once the feed is closed."""
        with self._change:
            if self._closed:
                return False
            self._message = message
            self._change.notify_all()
            self._change.wait_for(lambda: self._closed or self._message is None)
            taken, self._message = self._message is None, None
            return taken

    def close(self) -> bool:
        """End the iterator, and tell whether that was still to be done."""
        with self._change:
            closed, self._closed = self._closed, True
            self._change.notify_all()
        return not closed
