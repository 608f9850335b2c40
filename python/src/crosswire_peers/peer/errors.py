"""What can be wrong with a plan before a library has seen it."""

from __future__ import annotations


class BadRequest(Exception):
    """A control request that makes no sense: answered with HTTP 400."""


class BadPlan(Exception):
    """A plan that makes no sense: answered with harness_error BAD_PLAN."""


class Unsupported(Exception):
    """A plan that the library can't carry out: answered with unsupported_step.

    `step` is the index of the step, -1 when `field` is a field of the plan.
    """

    def __init__(self, field: str, reason: str, step: int = -1) -> None:
        """Name the field, by its ProtoJSON path, and why it can't be honoured."""
        super().__init__(f"{field}: {reason}")
        self.step = step
        self.field = field
        self.reason = reason
