"""What a hand was last laid on, and for how long it has been down."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

STUCK_SECONDS = 120.0
"""Nobody presses for so long without a break: a button that hangs, or something that lies on the screen."""


class Hands(Struct, frozen=True):
    """When a hand was last laid on the screen and on the call button; None when not since the boot.

    The held seconds count for how long it has been down without a break, 0 when it is not.
    """

    touched_at: datetime | None = None
    touch_held_seconds: float = 0.0
    pressed_at: datetime | None = None
    press_held_seconds: float = 0.0
