"""Fixtures: one raw peer, and one real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from peer_process import PeerProcess

from .scripts import Raw


@pytest.fixture(scope="session")
def raw() -> Iterator[Raw]:
    process = PeerProcess("raw")
    yield Raw(process)
    assert process.stop() == 0


@pytest.fixture(scope="session")
def grpcio() -> Iterator[PeerProcess]:
    process = PeerProcess("python-grpcio")
    yield process
    assert process.stop() == 0
