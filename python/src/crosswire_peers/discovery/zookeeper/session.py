"""One session with ZooKeeper for a whole process, shared by all its watches and entries there."""

from __future__ import annotations

import atexit
import math
import queue
import threading
import time
from collections.abc import Callable
from typing import Protocol

from crosswire_peers.discovery.zookeeper.client import WITHIN, Client, Lost

SESSION_TIMEOUT = 10.0
# Seconds that an ending process gives each session to be closed.
FAREWELL = 1.0

_lock = threading.Lock()
_open: dict[tuple[str, float], Session] = {}
_closing: set[threading.Thread] = set()


class Listener(Protocol):
    """Hears of a session, from the session's thread, never from within `listen`."""

    def connected(self) -> None:
        """There is a connection (again), perhaps of another session. Nothing is watched yet."""

    def lost(self, error: Exception) -> None:
        """The connection is lost, or an attempt to connect has failed."""

    def changed(self, path: str) -> None:
        """A node that is watched has changed, or its children have. Watched no longer."""


def open_session(address: str, timeout: float = SESSION_TIMEOUT) -> Session:
    """Take part in the process's session, or begin it. Each use must be released."""
    with _lock:
        session = _open.get((address, timeout))
        if session is None:
            session = _open[address, timeout] = Session(address, timeout)
            session.start()
        session.users += 1
        return session


class Session:
    """A client, whose listeners hear one thing after the other from one thread."""

    def __init__(self, address: str, timeout: float) -> None:
        """Make it, not connected yet."""
        self._key = (address, timeout)
        self.users = 0
        self.client = Client(address, timeout, self._stated, self._failed, self._changed)
        self._listeners: list[Listener] = []
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._connected = threading.Event()
        self._error: Exception | None = None
        # When the session was last known to live; without end if there is none.
        self._alive = math.inf

    def start(self) -> None:
        """Connect."""
        threading.Thread(target=self._work, name="zookeeper session", daemon=True).start()
        self.client.start()

    def release(self) -> None:
        """Need it no longer. The last one ends it, in a thread: what calls may be its own."""
        with _lock:
            self.users -= 1
            if self.users:
                return
            del _open[self._key]
            thread = threading.Thread(target=self._end, name="zookeeper farewell", daemon=True)
            _closing.add(thread)
        thread.start()

    def listen(self, listener: Listener) -> None:
        """Tell a listener how things stand, and of what comes."""
        self._listeners.append(listener)
        self._jobs.put(lambda: self._welcome(listener))

    def unlisten(self, listener: Listener) -> None:
        """Tell it no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def run(self, work: Callable[[], None]) -> None:
        """Do something that may be done twice, again when the connection is lost, within 5 s."""
        until = time.monotonic() + WITHIN
        while self._connected.wait(max(0.0, until - time.monotonic())):
            try:
                return work()
            except Lost:
                # The event is cleared a moment later than requests fail.
                time.sleep(0.02)
        raise self._error or self.client.unreachable("silent")

    def _stated(self, connected: bool) -> None:
        if connected:
            self._alive = math.inf
            self._connected.set()
            self._error = None
            self._tell(lambda one: one.connected())
        else:
            self._connected.clear()
            self._alive = min(self._alive, time.monotonic())
            self._failed(self.client.unreachable("the connection is lost"))

    def _failed(self, error: Exception) -> None:
        self._error = error
        self._tell(lambda one: one.lost(error))
        if time.monotonic() - self._alive > self._key[1]:
            self._alive = math.inf
            self._jobs.put(self._renew)

    def _renew(self) -> None:
        """Give up a session that has expired by now.

        A ZooKeeper that has lost its data would refuse it for ever without saying that it has
        expired: the client has seen later transactions than the server.
        """
        if not self._connected.is_set():
            self.client.begin_anew()

    def _changed(self, path: str) -> None:
        self._tell(lambda one: one.changed(path))

    def _tell(self, what: Callable[[Listener], None]) -> None:
        self._jobs.put(lambda: self._tell_now(what))

    def _tell_now(self, what: Callable[[Listener], None]) -> None:
        for listener in list(self._listeners):
            if listener in self._listeners:
                what(listener)

    def _welcome(self, listener: Listener) -> None:
        error = self._error
        if listener not in self._listeners:
            return
        if self._connected.is_set():
            listener.connected()
        elif error:
            listener.lost(error)

    def _work(self) -> None:
        while job := self._jobs.get():
            job()

    def _end(self) -> None:
        self._jobs.put(None)
        self.client.stop()
        with _lock:
            _closing.discard(threading.current_thread())


@atexit.register
def _take_leave() -> None:
    """A session that is closed properly doesn't keep ZooKeeper waiting for its timeout."""
    for thread in list(_closing):
        thread.join(FAREWELL)
