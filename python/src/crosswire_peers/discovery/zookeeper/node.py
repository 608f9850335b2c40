"""A server's entry in ZooKeeper: a node that goes with its session, and is made again."""

from __future__ import annotations

import threading

from crosswire_peers.discovery.entry import read_text, write_text
from crosswire_peers.discovery.types import Registration, RegistryError, Target
from crosswire_peers.discovery.zookeeper.client import NodeExists, NoNode, ZookeeperError
from crosswire_peers.discovery.zookeeper.session import open_session

# What source document S1 calls an entry; ZooKeeper adds a sequence number.
NAME = "calculate_server"


def register_zookeeper(
    target: Target, host: str, port: int, weight: int | None, session_timeout: float
) -> Registration:
    """Enter a server. Raises RegistryError when ZooKeeper can't be reached, or refuses."""
    node = _Node(target, host, port, weight, session_timeout)
    node.enter()
    return node


class _Node:
    """Knows what should be there, and what is; brings the one to the other whenever it can."""

    def __init__(
        self, target: Target, host: str, port: int, weight: int | None, session_timeout: float
    ) -> None:
        self._path, self._host, self._port, self._weight = target.name, host, port, weight
        self._lock = threading.Lock()
        self._session = open_session(target.authority, session_timeout)
        self._client = self._session.client
        self._withdrawn = self._released = False
        # What is there: under which session, where (empty: nothing), and what it says.
        self._owner, self._node, self._written = 0, "", b""
        # The connection broke while the node was being made: it may be there, at a path not told.
        self._unsure = False

    @property
    def entry(self) -> str:
        return self._node

    def enter(self) -> None:
        self._session.listen(self)
        try:
            self._session.run(self._settle)
        except RegistryError:
            self._withdrawn = True
            self._leave_behind()
            raise

    def update(self, *, weight: int) -> None:
        self._weight = weight
        self._session.run(self._settle)

    def withdraw(self) -> None:
        self._withdrawn = True
        try:
            self._session.run(self._settle)
        except RegistryError:
            return self._leave_behind()
        return self._release()

    def connected(self) -> None:
        try:
            self._settle()
        except ZookeeperError:
            # There will be another connection, or someone who is refused when they ask.
            return
        if self._withdrawn:
            self._release()

    def lost(self, error: Exception) -> None:
        pass

    def changed(self, path: str) -> None:
        pass

    def _leave_behind(self) -> None:
        """Remove it with the next connection, if others keep the session, and the entry with it."""
        if self._node or self._unsure:
            return
        self._release()

    def _release(self) -> None:
        with self._lock:
            released, self._released = self._released, True
        if not released:
            self._session.unlisten(self)
            self._session.release()

    def _settle(self) -> None:
        with self._lock:
            if self._released:
                return
            self._forget_lost_session()
            if self._unsure:
                self._find_mine()
            if self._withdrawn:
                self._remove()
            else:
                self._write(write_text(self._host, self._port, self._weight))

    def _forget_lost_session(self) -> None:
        session = self._client.session
        if session != self._owner:
            self._owner, self._node, self._written, self._unsure = session, "", b"", False

    def _write(self, data: bytes) -> None:
        if self._written == data:
            return
        try:
            if self._node:
                self._client.set(self._node, data)
            else:
                self._create(data)
        except NoNode:
            # Someone took it away.
            self._create(data)
        self._written = data

    def _create(self, data: bytes) -> None:
        self._make_path()
        self._unsure = True
        self._node = self._client.create_own(f"{self._path}/{NAME}", data)
        self._unsure = False

    def _make_path(self) -> None:
        parts = self._path.split("/")
        for length in range(2, len(parts) + 1):
            try:
                self._client.create("/".join(parts[:length]))
            except NodeExists:
                continue

    def _find_mine(self) -> None:
        for name in self._client.children(self._path):
            path = f"{self._path}/{name}"
            if name.startswith(NAME) and self._is_mine(path):
                self._node = path
        self._unsure = False

    def _is_mine(self, path: str) -> bool:
        try:
            data, owner = self._client.get(path, watch=False)
        except NoNode:
            return False
        server = read_text(data).server
        found = (server.host, server.port) if server else None
        return owner == self._owner and found == (self._host, self._port)

    def _remove(self) -> None:
        try:
            if self._node:
                self._client.delete(self._node)
        except NoNode:
            pass
        self._node = ""
