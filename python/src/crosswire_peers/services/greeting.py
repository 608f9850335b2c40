"""What the orders service says, which an operator may change while it runs."""

from __future__ import annotations

import json

DEFAULT = "Hi gRPC"


class Greeting:
    """A text to reply with. Changed by one thread, read by many."""

    def __init__(self) -> None:
        """Start with the service's own text."""
        self._text = DEFAULT

    def change(self, text: str | None) -> None:
        """Say something else, or the service's own text for None."""
        self._text = DEFAULT if text is None else text

    def reply(self) -> str:
        """The JSON text that answers an order."""
        return json.dumps({"ret": self._text}, ensure_ascii=False)
