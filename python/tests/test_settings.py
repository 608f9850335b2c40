"""Peers whose listeners follow a key of Consul."""

from __future__ import annotations

import base64
import json

import pytest
from order.orders_pb2 import OrderRequest
from peer_process import ControlError, Json, PeerProcess
from registries import eventually, exchange


@pytest.mark.parametrize("processes", [1, 2])
def test_a_text_is_followed_until_the_listener_closes(
    peer: PeerProcess, addresses: dict[str, str], processes: int
) -> None:
    consul, key = addresses["consul"], f"{peer.peer}/greeting-{processes}"
    listener = {
        "id": "set",
        "bind": "127.0.0.1:0",
        "settings": f"consul://{consul}/{key}",
        "processes": processes,
    }
    address = peer.post("Listen", listener)["address"]
    assert said(peer, address) == {"Hi gRPC"}
    exchange(consul, "PUT", f"/v1/kv/{key}", '键 "<&>"')
    eventually(lambda: said(peer, address) == {'键 "<&>"'})
    exchange(consul, "DELETE", f"/v1/kv/{key}")
    eventually(lambda: said(peer, address) == {"Hi gRPC"})
    peer.post("Close", {"listener": "set", "mode": "MODE_ABRUPT"})


def said(peer: PeerProcess, address: str) -> set[str]:
    """What the orders service says on a few connections."""
    encoded = base64.b64encode(OrderRequest(phone="1").SerializeToString()).decode()
    steps: list[Json] = [{"send": {"payload": {"encoded": encoded}}}]
    fields: Json = {"targets": [address], "channel": {"fresh": True}}
    replies = [
        peer.outcome("/order.OrderHandler/create_order", steps, **fields)["messages"][0]["json"]
        for _ in range(6)
    ]
    return {json.loads(json.loads(reply)["rstString"])["ret"] for reply in replies}


def test_settings_that_are_none(peer: PeerProcess) -> None:
    with pytest.raises(ControlError, match="400"):
        peer.post("Listen", {"id": "x", "bind": "127.0.0.1:0", "settings": "http://a/b"})
