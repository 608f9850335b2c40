"""Fixtures: each peer once, as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from peer_process import PeerProcess
from registries import registry


@pytest.fixture(scope="session", params=["python-grpcio", "python-grpcio-aio"])
def peer(request: pytest.FixtureRequest) -> Iterator[PeerProcess]:
    running = PeerProcess(request.param)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of each registry."""
    folder = tmp_path_factory.mktemp("registries")
    with registry("zookeeper", folder) as zookeeper, registry("consul", folder) as consul:
        yield {"zookeeper": zookeeper, "consul": consul}
