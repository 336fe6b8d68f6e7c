"""On how many open days nobody has pressed the call button; whole days, for when exactly is nobody's business."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_agent.domain.hands import STUCK_SECONDS

if TYPE_CHECKING:
    from huonevahti_agent.domain.hands import Hands


class Presses(Struct, frozen=True, omit_defaults=True):
    """The open days since the last press, or since somebody began to count; a day is one of UTC.

    `counted_on` is the last open day that is counted in, or the day of the last press, which counts as none.
    """

    open_days: int = 0
    counted_on: date | None = None
    was_pressed: bool = False


def after(before: Presses, hands: Hands, now: datetime, *, is_open: bool) -> Presses:
    """Return the count after one more look; a button that hangs is not pressed by anybody."""
    today = now.date()
    if _is_pressed_today(hands, today):
        return Presses(0, today, was_pressed=True)
    if not is_open or before.counted_on == today:
        return before
    return Presses(before.open_days + 1, today, before.was_pressed)


def _is_pressed_today(hands: Hands, today: date) -> bool:
    is_stuck = hands.press_held_seconds >= STUCK_SECONDS
    return hands.pressed_at is not None and not is_stuck and hands.pressed_at.date() == today
