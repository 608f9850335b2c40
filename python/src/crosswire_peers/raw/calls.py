"""The raw calls under way, each a task of the event loop and under its guard."""

from __future__ import annotations

import asyncio

from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.answers import Answer, Done, failure, guard_expired, guard_of
from crosswire_peers.raw.client import RawClient


class Calls:
    """Makes calls, and answers each exactly once. All methods belong to the event loop."""

    def __init__(self) -> None:
        """Start without any."""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def open_calls(self) -> int:
        """How many calls are under way."""
        return len(self._tasks)

    def start(self, plan: CallPlan, done: Done) -> None:
        """Start a call in a task."""
        try:
            client = RawClient(plan)
        except Exception as error:
            done(failure(plan.call_id, error))
            return
        task = asyncio.get_running_loop().create_task(_run(client, plan, Answer(done)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _run(client: RawClient, plan: CallPlan, answer: Answer) -> None:
    try:
        answer.give(await asyncio.wait_for(client.run(), guard_of(plan)))
    except asyncio.TimeoutError:
        client.stop()
        answer.give(guard_expired(plan))
    except Exception as error:
        client.stop()
        answer.give(failure(plan.call_id, error))
