"""Calls made where no signal is heard."""

from __future__ import annotations

import _thread
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import NoReturn, TypeVar

Result = TypeVar("Result")


def off_main(work: Callable[[], Result]) -> Result:
    """Do something on a thread of its own, and wait for it: a KeyboardInterrupt ends the waiting.

    It would come between any two steps of the work, where Python runs a signal's handler: of a
    call of grpcio's it leaves half, for which the channel's close() then waits for ever.
    """
    done: SimpleQueue[Callable[[], Result]] = SimpleQueue()
    # threading.Thread.start waits for the thread to begin, in steps of Python again.
    _thread.start_new_thread(lambda: done.put(_outcome(work)), ())
    return done.get()()


def _outcome(work: Callable[[], Result]) -> Callable[[], Result]:
    try:
        result = work()
    except BaseException as error:
        return partial(_fail, error)
    return lambda: result


def _fail(error: BaseException) -> NoReturn:
    raise error
