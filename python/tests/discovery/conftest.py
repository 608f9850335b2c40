"""Fixtures: a registry of each kind for all tests, and servers to be found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from discovery.serving import Group
from discovery.stage import Registry, news


@pytest.fixture(scope="session")
def zookeeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Registry("zookeeper", tmp_path_factory.mktemp("zookeeper")) as registry:
        yield registry.address


@pytest.fixture(scope="session")
def consul(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Registry("consul", tmp_path_factory.mktemp("consul")) as registry:
        yield registry.address


@pytest.fixture(params=["zookeeper", "consul"])
def uri(request: pytest.FixtureRequest) -> str:
    """A place that only one test uses."""
    address = request.getfixturevalue(request.param)
    return f"{request.param}://{address}/{news()}"


@pytest.fixture
def group(uri: str) -> Iterator[Group]:
    with Group(uri) as group:
        yield group
