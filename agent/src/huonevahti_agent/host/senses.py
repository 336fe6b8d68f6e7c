"""What a host sees and hears: asked only while nobody is in the room, and gone again once it is numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from huonevahti_agent.domain.picture import GreyFrame

if TYPE_CHECKING:
    from datetime import datetime


class Luma(Struct, frozen=True):
    """The frames counted in a time, with the first and the last of them once the exposure had settled."""

    frames: int
    seconds: float
    first: GreyFrame | None
    last: GreyFrame | None


class Hands(Struct, frozen=True):
    """When a hand was last laid on the screen and on the call button; None when not since the boot.

    The held seconds count for how long it has been down without a break, 0 when it is not.
    """

    touched_at: datetime | None = None
    touch_held_seconds: float = 0.0
    pressed_at: datetime | None = None
    press_held_seconds: float = 0.0


class Senses(Protocol):
    """Every call may raise `Unavailable`."""

    def look(self, number: int) -> Luma:
        """Return what the video node of this number shows, within 1.5 seconds; `in_use` while anybody holds it."""
        ...

    def listen(self, source: str, seconds: float) -> bytes:
        """Return 16-bit little-endian mono sound at 16 kHz of a source."""
        ...

    def hear_back(self, source: str, sink: str, sound_out: bytes, seconds: float) -> bytes:
        """Return what a source gives while a sink plays; the same kind of sound both ways."""
        ...

    def hands(self) -> Hands:
        """Return the last touch and the last press; who it was is not to be told."""
        ...
