"""What a probe says of one condition; since when is not its business."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_wire.signals import State


class Judgement(Struct, frozen=True, gc=False):
    """One condition as judged now: the fields of a `Signal` without `since`, which the cycle adds."""

    name: str
    state: State
    value: bool | float | str | None = None
    unit: str = ""
    expected: bool | float | str | None = None
    reason: str = ""
