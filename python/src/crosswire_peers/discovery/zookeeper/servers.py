"""The children of a ZooKeeper path, each of which is the entry of a server, followed."""

from __future__ import annotations

from dataclasses import dataclass

from crosswire_peers.discovery.entry import distinct, read_text
from crosswire_peers.discovery.text import quoted, say
from crosswire_peers.discovery.types import OnServers, OnUnreachable, ServerEntry, Target, Watch
from crosswire_peers.discovery.zookeeper.client import Lost, NoNode, ZookeeperError
from crosswire_peers.discovery.zookeeper.session import open_session


def watch_zookeeper(target: Target, on_servers: OnServers, on_unreachable: OnUnreachable) -> Watch:
    """Tell of the servers under the target's path."""
    servers = Servers(target, on_servers, on_unreachable)
    servers.open()
    return servers


@dataclass
class _Child:
    # False when it must be read (again).
    read: bool = False
    server: ServerEntry | None = None
    complaint: str = ""


class Servers:
    """What is known of a path. All but `close` is called by the session's thread."""

    def __init__(
        self, target: Target, on_servers: OnServers, on_unreachable: OnUnreachable
    ) -> None:
        """Know nothing yet."""
        self._path = target.name
        self._on_servers, self._on_unreachable = on_servers, on_unreachable
        self._children: dict[str, _Child] = {}
        self._session = open_session(target.authority)
        self._client = self._session.client

    def open(self) -> None:
        """Begin to hear of the session."""
        self._session.listen(self)

    def close(self) -> None:
        """End the watch. ZooKeeper's own watches end with the session, or with their next event."""
        self._session.unlisten(self)
        self._session.release()

    def connected(self) -> None:
        """Read everything anew: what changed meanwhile was not told."""
        for child in self._children.values():
            child.read = False
        self._read()

    def lost(self, error: Exception) -> None:
        """Pass it on; the last list stays in use."""
        self._on_unreachable(error)

    def changed(self, path: str) -> None:
        """Read what has changed."""
        parent, _, name = path.rpartition("/")
        if parent == self._path and name in self._children:
            self._children[name].read = False
        elif path != self._path:
            return
        self._read()

    def _read(self) -> None:
        try:
            self._read_list()
            for name, child in list(self._children.items()):
                self._read_child(name, child)
        except Lost:
            # That is told by the session, and with the next connection everything is read.
            return
        except ZookeeperError as error:
            self._on_unreachable(error)
            return
        servers = [child.server for child in self._children.values() if child.server]
        self._on_servers(distinct(servers))

    def _read_list(self) -> None:
        names = sorted(self._names())
        self._children = {name: self._children.get(name, _Child()) for name in names}

    def _names(self) -> list[str]:
        while True:
            try:
                return self._client.children(self._path)
            except NoNode:
                if not self._client.exists(self._path):
                    return []

    def _read_child(self, name: str, child: _Child) -> None:
        if child.read:
            return
        try:
            data = self._client.get(f"{self._path}/{name}").data
        except NoNode:
            del self._children[name]
            return
        child.read = True
        self._take(name, child, data)

    def _take(self, name: str, child: _Child, data: bytes) -> None:
        """Take a child's data in. A complaint is said once, not with every reading."""
        reading = read_text(data)
        if reading.complaint and reading.complaint != child.complaint:
            say(f"zookeeper entry {quoted(f'{self._path}/{name}')}: {reading.complaint}")
        child.server, child.complaint = reading.server, reading.complaint
