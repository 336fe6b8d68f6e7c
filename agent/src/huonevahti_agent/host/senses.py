"""What a host sees and hears: asked only while nobody is in the room, and gone again once it is numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from msgspec import Struct

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.domain.picture import GreyFrame
from huonevahti_wire.profile import Role, RoleMatch

T = TypeVar("T")


class Luma(Struct, frozen=True):
    """The frames counted in a time, with the first and the last of them once the exposure had settled."""

    frames: int
    seconds: float
    first: GreyFrame | None
    last: GreyFrame | None


class Senses(Protocol):
    """Every call may raise `Unavailable`. Picture and sound are given to `measure` alone, and are gone after it."""

    def look(self, number: int, measure: Callable[[Luma], T]) -> T:
        """Measure what the video node of this number shows, within 1.5 seconds; `in_use` while anybody holds it."""
        ...

    def listen(self, source: str, seconds: float, measure: Callable[[bytes], T]) -> T:
        """Measure 16-bit little-endian mono sound at 16 kHz of a source."""
        ...

    def hear_back(
        self, source: str, sink: str, sound_out: bytes, seconds: float, measure: Callable[[bytes], T]
    ) -> T:
        """Measure what a source gives while a sink plays; the same kind of sound both ways."""
        ...

    def hands(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        """Return the last touch and press of those roles; who it was is not to be told."""
        ...
