"""Calls that can't be made, and calls that are many or large."""

from __future__ import annotations

import time
from typing import Any

import pytest
from peer_process import ControlError, Json
from ports import free_port
from registries import eventually

from .plain import listening, read_all
from .scripts import (
    ANSWER,
    PING,
    RST_STREAM,
    Raw,
    data,
    frame,
    framed,
    frames,
    headers,
    notes,
    payload,
    request,
    wait,
)

CALL: list[Json] = [request("/a/b"), data(framed(b""), endStream=True), wait(end=True)]


@pytest.mark.parametrize(
    ("rest", "field"),
    [
        ({"raw": None}, "raw"),
        ({"timeout": "1s"}, "timeout"),
        ({"steps": [{"cancel": {}}]}, "steps"),
        ({"protocol": "PROTOCOL_CONNECT"}, "protocol"),
    ],
)
def test_names_what_a_plan_cannot_have(raw: Raw, rest: Json, field: str) -> None:
    plan: dict[str, Any] = raw.plan("127.0.0.1:1", []) | rest
    plan = {name: value for name, value in plan.items() if value is not None}
    assert raw.process.answer(plan)["unsupportedStep"]["field"] == field


NO_SCRIPTS: list[tuple[Json, str]] = [
    ({}, "does nothing"),
    ({"frame": {"type": 256}}, "one byte"),
    ({"frame": {"length": 2**24}}, "longer than"),
    ({"data": {"padding": 256}}, "padding"),
    ({"headers": {"fields": [{"name": "\u20ac"}]}}, "Latin-1"),
]


@pytest.mark.parametrize(("step", "problem"), NO_SCRIPTS)
def test_refuses_scripts_that_make_no_sense(raw: Raw, step: Json, problem: str) -> None:
    with pytest.raises(ControlError, match=problem):
        raw.listen({"calls": [{"steps": [{"repeat": {"steps": [step]}}]}]})
    answer = raw.process.answer(raw.plan("127.0.0.1:1", [step]))
    assert answer["harnessError"]["kind"] == "KIND_BAD_PLAN"
    assert problem in answer["harnessError"]["text"]


def test_tells_that_nobody_is_there(raw: Raw) -> None:
    outcome = raw.call(f"127.0.0.1:{free_port()}", CALL)
    assert ["no connection" in each for each in notes(outcome)] == [True]
    plan = raw.plan("dns:///x", [])
    assert raw.process.answer(plan)["harnessError"]["kind"] == "KIND_BAD_PLAN"


def test_the_guard_ends_a_call(raw: Raw) -> None:
    with listening() as (address, server):
        plan = raw.plan(address, [{"sleep": "100s"}], guard="2s")
        assert raw.process.answer(plan)["harnessError"]["kind"] == "KIND_GUARD_EXPIRED"
        accepted, _ = server.accept()
        with accepted:
            assert read_all(accepted)


def test_lists_no_more_than_it_says(raw: Raw) -> None:
    ping = frame(PING, bytes(8), stream={"id": 0}, flags=1)
    many = [frame(0xFE, bytes(2000), stream={"id": 0})]
    id, address = raw.listen()
    outcome = raw.call(address, [{"repeat": {"count": 6000, "steps": many}}, ping])
    told = outcome["frames"]
    assert len(told) == 5000
    (note,) = notes(outcome)
    assert told[2500]["note"] == note
    assert "left out" in note
    # The beginning and the end are there.
    assert told[0]["kind"] == "KIND_OPENED"
    assert (told[-2]["type"], told[-1]["kind"]) == (PING, "KIND_ENDED")
    kept = frames(outcome, "SERVER", 0xFE)
    assert {(len(payload(each)), each["length"]) for each in kept} == {(1024, 2000)}
    raw.close(id)


def test_a_megabyte_of_fields(raw: Raw) -> None:
    id, address = raw.listen({"calls": [{"steps": ANSWER}]})
    extra = [("large", bytes(2**20)), *[(f"n{n}", "v" * 1000) for n in range(1000)]]
    before = time.monotonic()
    raw.call(address, [request("/x", extra=extra, endStream=True), wait(end=True)])
    assert time.monotonic() - before < 30
    found = {each["name"] for each in raw.seen(id)["metadata"]}
    assert found >= {"large", "n0", "n999"}


def test_a_thousand_streams_and_resets(raw: Raw) -> None:
    id, address = raw.listen()
    opened = [headers([(":method", "POST")], stream={"new": True}), frame(RST_STREAM, bytes(4))]
    raw.call(address, [{"repeat": {"count": 1000, "steps": opened}}])
    assert len(frames(raw.seen(id), "SERVER", RST_STREAM)) == 1000


def test_hundreds_of_listeners_and_calls_at_once(raw: Raw) -> None:
    listeners = [raw.listen({"calls": [{"steps": ANSWER}]}) for _ in range(200)]
    plans = [raw.plan(address, CALL) | {"callId": id} for id, address in listeners]
    with raw.process.calls_under_way(plans) as answers:
        pass
    assert all("outcome" in each for each in answers)
    for start in range(0, 200, 50):
        some = [id for id, _ in listeners[start : start + 50]]
        request = {"callIds": some, "until": "UNTIL_SETTLED", "wait": "20s"}
        assert all(each["hops"][0]["settled"] for each in raw.process.lines("Observe", request))
    for id, _ in listeners:
        raw.close(id)
    # A call counts until its task is over, a moment after its answer.
    eventually(lambda: not raw.process.post("Stats", {}).get("openCalls", 0))
