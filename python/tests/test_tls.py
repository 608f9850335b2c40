"""TLS and mutual TLS, with keys made for the test by openssl."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from peer_process import PeerProcess

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the keys")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A key and a certificate that is its own CA."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=crosswire", "-addext", "subjectAltName=DNS:crosswire,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key"), "-out", str(folder / "cert")]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return {"keyPem": Path(folder, "key").read_text(), "certPem": Path(folder, "cert").read_text()}


def code(peer: PeerProcess, listener: dict[str, Any], tls: dict[str, str]) -> int:
    """How a call ends that is made to a listener of its own."""
    address = peer.post("Listen", {"id": "tls", "bind": "127.0.0.1:0"} | listener)["address"]
    outcome = peer.outcome("Unary", targets=[address], tls=tls, channel={"fresh": True})
    peer.post("Close", {"listener": "tls", "mode": "MODE_ABRUPT"})
    found: int = outcome.get("code", 0)
    return found


def test_tls(peer: PeerProcess, pair: dict[str, str]) -> None:
    listener = {"transport": "TRANSPORT_TLS", "tls": pair}
    trusted = {"serverCaPem": pair["certPem"]}
    assert code(peer, listener, trusted) == 0
    assert code(peer, listener, trusted | {"serverName": "crosswire"}) == 0
    assert code(peer, listener, trusted | {"serverName": "other"}) == 14


def test_mutual_tls(peer: PeerProcess, pair: dict[str, str]) -> None:
    listener = {"transport": "TRANSPORT_MTLS", "tls": pair | {"clientCaPem": pair["certPem"]}}
    trusted = {"serverCaPem": pair["certPem"]}
    assert code(peer, listener, trusted | pair) == 0
    assert code(peer, listener, trusted) == 14
