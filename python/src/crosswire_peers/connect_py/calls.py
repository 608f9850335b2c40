"""The calls that this peer makes, each a task of the event loop and under its guard."""

from __future__ import annotations

import asyncio

from crosswire.peer.v1.peer_pb2 import CallResponse
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.connect_py.channels import Channels
from crosswire_peers.connect_py.checks import method_of
from crosswire_peers.connect_py.client import ClientCall, Keep
from crosswire_peers.peer.answers import Answer, Done, failure, guard_expired, guard_of
from crosswire_peers.peer.signals import Signals


class Calls:
    """Makes calls, and answers each exactly once. All methods belong to the event loop."""

    def __init__(self, signals: Signals) -> None:
        """Start without channels."""
        self.channels = Channels()
        self._signals = signals
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def open_calls(self) -> int:
        """How many calls are under way."""
        return len(self._tasks)

    def start(self, plan: CallPlan, done: Done, keep: Keep = None) -> None:
        """Start a call in a task. `keep` gets its responses."""
        try:
            call = ClientCall(plan, method_of(plan), self._signals, keep)
        except Exception as error:
            done(failure(plan.call_id, error))
            return
        answer = Answer(done)
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._run(call, plan, answer))
        guard = loop.call_later(guard_of(plan), expire, task, plan, answer)
        task.add_done_callback(lambda _: guard.cancel())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, call: ClientCall, plan: CallPlan, answer: Answer) -> None:
        try:
            outcome = await call.run(self.channels.get(plan))
            answer.give(CallResponse(call_id=plan.call_id, outcome=outcome))
        except Exception as error:
            answer.give(failure(plan.call_id, error))


def expire(task: asyncio.Task[None], plan: CallPlan, answer: Answer) -> None:
    """Answer for a call that the guard has to end, and end it."""
    if answer.give(guard_expired(plan)):
        task.cancel()
