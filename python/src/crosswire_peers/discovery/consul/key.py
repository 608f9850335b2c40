"""A text in Consul's KV store, followed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from crosswire_peers.discovery.consul.blocking import Following
from crosswire_peers.discovery.consul.http import Answer
from crosswire_peers.discovery.target import TargetError, parse_target
from crosswire_peers.discovery.text import quoted, say
from crosswire_peers.discovery.types import Watch

LONGEST_BYTES = 1024


def follow_key(uri: str, on_text: Callable[[str | None], None]) -> Watch:
    """Tell of the text at consul://host:port/key, None when there is none, until it is closed.

    Once at first and after every change, from a thread of this module's. Raises TargetError.
    """
    target = parse_target(uri)
    if target.scheme != "consul":
        raise TargetError(f"target {quoted(uri)}: only Consul keeps settings")
    if target.failover:
        raise TargetError(f"target {quoted(uri)}: a key has no failover")
    key = _Key(target.name, on_text)
    path = f"/v1/kv/{quote(target.name)}"
    query = {"raw": "", "dc": target.dc}
    return Following(target.authority, path, query, key.take, lambda _: None)


class _Key:
    def __init__(self, name: str, on_text: Callable[[str | None], None]) -> None:
        self._name, self._on_text = name, on_text
        self._last: tuple[str | None] | None = None

    def take(self, answer: Answer) -> None:
        text = self._text(answer)
        if self._last != (text,):
            self._last = (text,)
            self._on_text(text)

    def _text(self, answer: Answer) -> str | None:
        """A text that is too long, or no UTF-8, is as good as none."""
        if answer.status == 404:
            return None
        if len(answer.body) > LONGEST_BYTES:
            self._complain(answer, "over 1 KiB")
            return None
        try:
            return answer.body.decode()
        except UnicodeError:
            self._complain(answer, "not UTF-8")
            return None

    def _complain(self, answer: Answer, reason: str) -> None:
        shown = quoted(answer.body.decode(errors="replace"))
        say(f"consul key {quoted(self._name)}: {reason}, left out: {shown}")
