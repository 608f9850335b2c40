"""The peer, once, as a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from peer_process import PeerProcess

if sys.version_info < (3, 11):
    pytest.skip("connectrpc wants Python 3.11", allow_module_level=True)


@pytest.fixture(scope="session")
def peer() -> Iterator[PeerProcess]:
    running = PeerProcess("python-connect")
    yield running
    assert running.stop() == 0
