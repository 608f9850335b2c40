"""A method of a service, of which a callable is made on each connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from crosswire_peers.discovery.balancing.pool import Member

Kind = Literal["unary_unary", "unary_stream", "stream_unary", "stream_stream"]


@dataclass(frozen=True)
class Method:
    """What a stub says of a method."""

    kind: Kind
    path: str
    request_serializer: Callable[[Any], bytes] | None
    response_deserializer: Callable[[bytes], Any] | None
    registered: bool | None

    @property
    def single_request(self) -> bool:
        """Whether it takes a message, not an iterator."""
        return self.kind in ("unary_unary", "unary_stream")

    @property
    def single_response(self) -> bool:
        """Whether it gives a message, not an iterator."""
        return self.kind in ("unary_unary", "stream_unary")

    def on(self, member: Member[Any]) -> Any:
        """Its callable on a member's channel, made once."""
        found = member.callables.get(self)
        if found is None:
            make = getattr(member.channel, self.kind)
            arguments = (self.path, self.request_serializer, self.response_deserializer)
            found = member.callables[self] = make(*arguments, _registered_method=self.registered)
        return found
