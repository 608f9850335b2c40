"""What a listener is made of, besides the server that an API of grpcio brings."""

from __future__ import annotations

from collections.abc import Callable

from crosswire.peer.v1.peer_pb2 import ListenRequest

from crosswire_peers.discovery import TargetError, Watch, follow_key
from crosswire_peers.grpcio_shared.listeners import Listener, Server
from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.workers import Workers
from crosswire_peers.services.greeting import Greeting


def open_listener(
    request: ListenRequest, serve: Callable[[ListenRequest, Greeting], Server]
) -> Listener:
    """Serve, in this process or in workers, which follow the settings themselves.

    Raises BadRequest when the address can't be bound, or the settings' URI makes no sense.
    """
    if request.processes > 1:
        return Listener(Workers(request))
    greeting = Greeting()
    settings = _follow(request, greeting)
    try:
        return Listener(serve(request, greeting), settings)
    except BaseException:
        if settings is not None:
            settings.close()
        raise


def _follow(request: ListenRequest, greeting: Greeting) -> Watch | None:
    if not request.settings:
        return None
    try:
        return follow_key(request.settings, greeting.change)
    except TargetError as error:
        raise BadRequest(str(error)) from error
