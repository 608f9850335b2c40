"""What is taken from a queue, where there may be nothing and no time left."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress

import pytest

from crosswire_peers.peer.routes import taken

# Seconds; over before a wait has begun.
HARDLY_ANY = 1e-9
# SimpleQueue.get alone waits without an end in one of some ten thousand, in general.
OFTEN = 50_000


def test_a_wait_that_is_over_as_it_begins_ends() -> None:
    """Whoever asks for what a server has seen, and hardly waits, is answered."""

    def ask() -> None:
        for _ in range(OFTEN):
            with suppress(queue.Empty):
                taken(queue.SimpleQueue(), HARDLY_ANY)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(60)
    assert not asking.is_alive()


def test_takes_all_that_is_there() -> None:
    """In one go; the queue may be waited on before and after."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for _ in range(2):
        with pytest.raises(queue.Empty):
            taken(waiting, HARDLY_ANY)
        waiting.put(1)
        waiting.put(2)
        assert taken(waiting, HARDLY_ANY) == [1, 2]
