"""Fixtures: each peer once, as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from peer_process import PeerProcess


@pytest.fixture(scope="session", params=["python-grpcio", "python-grpcio-aio"])
def peer(request: pytest.FixtureRequest) -> Iterator[PeerProcess]:
    running = PeerProcess(request.param)
    yield running
    assert running.stop() == 0
