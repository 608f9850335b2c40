"""A typed door to kazoo, which has no types: the little of it that discovery needs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from kazoo.client import KazooClient
from kazoo.exceptions import (
    ConnectionClosedError,
    ConnectionLoss,
    KazooException,
    NodeExistsError,
    NoNodeError,
    SessionExpiredError,
)
from kazoo.handlers.threading import KazooTimeoutError, SequentialThreadingHandler
from kazoo.retry import KazooRetry

from crosswire_peers.discovery.types import RegistryError

# Seconds for one request, and for one attempt to connect.
WITHIN = 5.0
# Without any handler, Python would write kazoo's warnings to stderr.
logging.getLogger("kazoo").addHandler(logging.NullHandler())


class ZookeeperError(RegistryError):
    """A refusal by ZooKeeper, or that it can't be reached."""


class NoNode(ZookeeperError):
    """There is no such node."""


class NodeExists(ZookeeperError):
    """There is such a node already."""


class Lost(ZookeeperError):
    """The connection, or the session; whether the request was carried out is not known."""


class Node(NamedTuple):
    """A node's data, and the id of the session that it goes with (0: it stays)."""

    data: bytes
    owner: int


class Client:
    """A client of one ZooKeeper, which connects again and again, and begins sessions anew."""

    def __init__(
        self,
        address: str,
        session_timeout: float,
        on_state: Callable[[bool], None],
        on_failed: Callable[[Exception], None],
        on_changed: Callable[[str], None],
    ) -> None:
        """Make it. It tells of connections that came and went, failed attempts, changed nodes.

        Callbacks are called by kazoo's threads and mustn't block.
        """
        self._address = address
        self._on_changed = on_changed
        handler = _Handler(lambda error: on_failed(self.unreachable(error)))
        # kazoo's jitter comes on top of the longest delay: together at most 2 s.
        retry = KazooRetry(
            max_tries=-1, delay=0.05, max_delay=1.8, max_jitter=0.1, sleep_func=handler.sleep_func
        )
        self._kazoo = KazooClient(address, session_timeout, handler=handler, connection_retry=retry)
        self._kazoo.add_listener(lambda state: on_state(state == "CONNECTED"))

    def start(self) -> None:
        """Begin to connect, in threads of kazoo's."""
        self._kazoo.start_async()

    def stop(self) -> None:
        """End the session and the threads. An attempt to connect goes on first."""
        self._kazoo.stop()
        self._kazoo.close()

    def begin_anew(self) -> None:
        """Begin another session."""
        self._kazoo.stop()
        self._kazoo.start_async()

    def unreachable(self, reason: object) -> ZookeeperError:
        """What is wrong, with the registry's name."""
        if isinstance(reason, OSError) and reason.strerror:
            reason = reason.strerror
        return ZookeeperError(f"zookeeper at {self._address}: {reason}")

    @property
    def session(self) -> int:
        """The id of the session. Raises Lost when there is none."""
        found = self._kazoo.client_id
        if found is None:
            raise Lost(str(self.unreachable("not connected")))
        return int(found[0])

    def children(self, path: str) -> list[str]:
        """The names of a node's children. Watches for other ones; raises NoNode."""
        names: list[str] = self._ask(path, self._kazoo.get_children_async, path, self._changed)
        return names

    def exists(self, path: str) -> bool:
        """Whether there is such a node. Watches for it."""
        return self._ask(path, self._kazoo.exists_async, path, self._changed) is not None

    def get(self, path: str, watch: bool = True) -> Node:
        """A node. Watches for changes of its data; raises NoNode."""
        watcher = self._changed if watch else None
        data, stat = self._ask(path, self._kazoo.get_async, path, watcher)
        return Node(data or b"", stat.ephemeralOwner)

    def set(self, path: str, data: bytes) -> None:
        """Write a node's data; raises NoNode."""
        self._ask(path, self._kazoo.set_async, path, data)

    def delete(self, path: str) -> None:
        """Take a node away; raises NoNode."""
        self._ask(path, self._kazoo.delete_async, path)

    def create(self, path: str) -> None:
        """Make a node that stays; raises NodeExists."""
        self._ask(path, self._kazoo.create_async, path, b"")

    def create_own(self, path: str, data: bytes) -> str:
        """Make a node that goes with the session, and answer its path, with a number."""
        create = self._kazoo.create_async
        made: str = self._ask(path, create, path, data, ephemeral=True, sequence=True)
        return made

    def _ask(self, path: str, request: Callable[..., Any], *args: Any, **options: Any) -> Any:
        # While there is no connection kazoo keeps requests; better to fail, and to ask anew then.
        if not self._kazoo.connected:
            raise Lost(str(self.unreachable("not connected")))
        try:
            return request(*args, **options).get(timeout=WITHIN)
        except KazooException as error:
            raise self._translated(path, error) from error
        except KazooTimeoutError as error:
            raise Lost(str(self.unreachable("no answer in time"))) from error

    def _translated(self, path: str, error: KazooException) -> ZookeeperError:
        text = f"zookeeper at {self._address}: {path}: {type(error).__name__}"
        if isinstance(error, (ConnectionLoss, ConnectionClosedError, SessionExpiredError)):
            return Lost(text)
        if isinstance(error, NoNodeError):
            return NoNode(text)
        return NodeExists(text) if isinstance(error, NodeExistsError) else ZookeeperError(text)

    def _changed(self, event: Any) -> None:
        """One function for all watches: kazoo then keeps it once a node, not once a request.

        It is also called, without a path, when the connection is lost, and the watches with it.
        """
        if event.path is not None:
            self._on_changed(event.path)


class _Handler(SequentialThreadingHandler):  # type: ignore[misc]
    """The part of kazoo that connects and sleeps: it sleeps when an attempt has failed."""

    def __init__(self, on_failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._on_failed = on_failed
        self._error: Exception | None = OSError("no address of it is known")

    def create_connection(self, *args: Any, timeout: float, **options: Any) -> Any:
        self._error = OSError("the connection broke, or no session came of it")
        try:
            return super().create_connection(*args, timeout=min(timeout, WITHIN), **options)
        except Exception as error:
            self._error = error
            raise

    def sleep_func(self, seconds: float) -> None:
        error, self._error = self._error, None
        if error:
            self._on_failed(error)
        SequentialThreadingHandler.sleep_func(seconds)
