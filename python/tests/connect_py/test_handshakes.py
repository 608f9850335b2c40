"""TLS and mutual TLS, with keys made for the test by openssl.

An authority and a certificate of it: the client's TLS, rustls, takes no certificate of an authority
for a server's own.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from peer_process import Json, PeerProcess

from connect_py.spoken import SPOKEN

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the keys")

NEW_KEY = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The authority's certificate, and a pair of its making."""
    folder = tmp_path_factory.mktemp("tls")
    of_ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority"]
    names = ["-addext", "subjectAltName=DNS:crosswire,IP:127.0.0.1"]
    own = ["-keyout", "key", "-out", "cert", "-subj", "/CN=crosswire", *names]
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"]
    for arguments in (of_ca, [*own, *signed]):
        command = [*NEW_KEY.split(), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return {name: Path(folder, name).read_text() for name in ("ca.pem", "key", "cert")}


def code(peer: PeerProcess, listener: Json, tls: Json, spoken: Json) -> int:
    """How a call ends that is made to a listener of its own."""
    address = peer.post("Listen", {"id": "tls", "bind": "127.0.0.1:0"} | listener)["address"]
    fields: Json = {"targets": [address], "tls": tls, "channel": {"fresh": True}} | spoken
    outcome = peer.outcome("Unary", **fields)
    peer.post("Close", {"listener": "tls", "mode": "MODE_ABRUPT"})
    found: int = outcome.get("code", 0)
    return found


@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_tls(peer: PeerProcess, keys: dict[str, str], spoken: Json) -> None:
    pair = {"keyPem": keys["key"], "certPem": keys["cert"]}
    listener = {"transport": "TRANSPORT_TLS", "tls": pair}
    trusted = {"serverCaPem": keys["ca.pem"]}
    assert code(peer, listener, trusted, spoken) == 0
    assert code(peer, listener, trusted | {"serverName": "crosswire"}, spoken) == 0
    assert code(peer, listener, trusted | {"serverName": "other"}, spoken) == 14


def test_mutual_tls(peer: PeerProcess, keys: dict[str, str]) -> None:
    pair = {"keyPem": keys["key"], "certPem": keys["cert"]}
    listener = {"transport": "TRANSPORT_MTLS", "tls": pair | {"clientCaPem": keys["ca.pem"]}}
    trusted = {"serverCaPem": keys["ca.pem"]}
    assert code(peer, listener, trusted | pair, {}) == 0
    assert code(peer, listener, trusted, {}) == 14
