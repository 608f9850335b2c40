"""The services, called through a peer: real client, real server, real socket."""

from __future__ import annotations

import base64
import json
import time

import pytest
from google.protobuf.message import Message
from grpc_health.v1.health_pb2 import HealthCheckRequest
from order.orders_pb2 import OrderRequest
from peer_process import Json, PeerProcess, kinds
from subjects.subjects_pb2 import Subject
from users.users_pb2 import UserReq

from crosswire_peers.services.catalogue import QUESTION_TYPES


def send(message: Message) -> list[Json]:
    encoded = base64.b64encode(message.SerializeToString()).decode()
    return [{"send": {"payload": {"encoded": encoded}}}]


def replies(outcome: Json) -> list[Json]:
    return [json.loads(message["json"]) for message in outcome.get("messages", [])]


def test_health_answers_empty(peer: PeerProcess) -> None:
    outcome = peer.outcome("/MyService/Health")
    assert (outcome.get("code", 0), replies(outcome)) == (0, [{}])


@pytest.mark.parametrize(
    ("ids", "names"),
    [([1, 2], "Ada Blaise"), ([3, 1, 1, 9, -4], "张伟 Ada Ada"), ([], ""), ([9] * 10_000, "")],
)
def test_users_in_the_order_asked(peer: PeerProcess, ids: list[int], names: str) -> None:
    (reply,) = replies(peer.outcome("/MyService/User", send(UserReq(userIDs=ids))))
    assert reply["message"] == "success"
    assert [user["name"] for user in reply.get("data", [])] == names.split()


@pytest.mark.parametrize("subject", QUESTION_TYPES)
def test_question_types_in_order(peer: PeerProcess, subject: str) -> None:
    outcome = peer.outcome("/SimpleRpcServer/GetSubjectQuestionTypes", send(Subject(name=subject)))
    assert [reply["name"] for reply in replies(outcome)] == list(QUESTION_TYPES[subject])


def test_unknown_subject(peer: PeerProcess) -> None:
    outcome = peer.outcome("/SimpleRpcServer/GetSubjectQuestionTypes", send(Subject(name="炼金")))
    assert (outcome["code"], outcome["message"]) == (5, "unknown subject: 炼金")


def test_orders_are_taken(peer: PeerProcess) -> None:
    order = OrderRequest(phone="12990", price="50", request_arg={"": "", "键": "值"})
    outcome = peer.outcome("/order.OrderHandler/create_order", send(order))
    assert replies(outcome) == [{"rstString": '{"ret": "Hi gRPC"}'}]


@pytest.mark.parametrize("service", ["", "MyService", "order.OrderHandler", "SimpleRpcServer"])
def test_everything_is_serving(peer: PeerProcess, service: str) -> None:
    steps = send(HealthCheckRequest(service=service))
    outcome = peer.outcome("/grpc.health.v1.Health/Check", steps)
    assert replies(outcome) == [{"status": "SERVING"}]


def test_health_of_nobody(peer: PeerProcess) -> None:
    steps = send(HealthCheckRequest(service="nobody"))
    assert peer.outcome("/grpc.health.v1.Health/Check", steps)["code"] == 5


def test_health_is_watched_until_cancelled(peer: PeerProcess) -> None:
    steps = [*send(HealthCheckRequest()), {"receive": {}}, {"cancel": {}}]
    plan = peer.plan("/grpc.health.v1.Health/Watch", steps)
    outcome = peer.answer(plan)["outcome"]
    assert (outcome["code"], replies(outcome)) == (1, [{"status": "SERVING"}])
    assert peer.observed(plan["callId"])["hops"][0]["settled"]


def test_health_tells_of_changes(peer: PeerProcess) -> None:
    address = peer.post("Listen", {"id": "changing", "bind": "127.0.0.1:0"})["address"]
    steps = [*send(HealthCheckRequest(service="MyService")), {"receive": {"count": 2}}]
    path = "/grpc.health.v1.Health/Watch"
    plan = peer.plan(path, [*steps, {"cancel": {}}], targets=[address])
    with peer.calls_under_way([plan]) as answers:
        while not sent(peer, plan["callId"]):
            time.sleep(0.01)
        peer.post("SetHealth", {"listener": "changing", "serving": False})
    peer.post("Close", {"listener": "changing", "mode": "MODE_ABRUPT"})
    told = [reply["status"] for reply in replies(answers[0]["outcome"])]
    assert told == ["SERVING", "NOT_SERVING"]


def sent(peer: PeerProcess, call_id: str) -> bool:
    """Whether a server has sent anything in a call."""
    hops = peer.observed(call_id, "UNTIL_ENTERED").get("hops", [])
    return any(kind == "SENT" for hop in hops for _, kind in kinds(hop))
