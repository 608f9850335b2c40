"""Fixtures: the wire program once, and servers of grpcio behind its taps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wire.serving import EchoServer, echo_server
from wire.wire_process import WireProcess


@pytest.fixture(scope="session")
def wire() -> Iterator[WireProcess]:
    running = WireProcess()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def echo() -> Iterator[EchoServer]:
    with echo_server() as running:
        yield running
