"""The world's own log: what happened to each room, by true time; nothing of what a terminal thought.

The lines of one room stand in the order in which things happened, also where two bear the same instant.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

What = Literal[
    "session", "person", "down", "agent_down", "disk_full", "clock", "hung", "cameras", "moving", "untold"
]
"""What lasts: a customer is served; somebody lays hands on things; the machine is off or on its way up; its agent
does not run; its disk takes nothing; its clock is wrong or nothing proves it right; its kiosk does not answer; its
cameras stand in the wrong order; it is carried to another place; its place's hours changed and it was out of reach to
be told."""
Kind = Literal["planned", "remedy"]
Why = Literal["order", "clean", "power", "panic", "watchdog"]
"""What ended the boot before: the terminal's own order, somebody else's, no power, a fault of the machine."""


class Fact(Struct, frozen=True, tag="fact", gc=False):
    """Something began or ended."""

    at: datetime
    room: str
    what: What
    begins: bool


class Day(Struct, frozen=True, tag="day", gc=False):
    """When the place is open on a date, by the clock on its wall: stretches such as 08:00-16:15."""

    at: datetime
    room: str
    on: date
    zone: str
    stretches: tuple[str, ...]


class Terms(Struct, frozen=True, tag="terms", gc=False):
    """What the terminal was told of its restart, from now on; `starts` is its local time, None when it is off."""

    at: datetime
    room: str
    zone: str
    starts: str | None
    weekdays: tuple[int, ...] = ()
    offset_seconds: float = 0.0
    latest_seconds: float = 0.0
    exceptions: dict[date, str] = {}


class Booked(Struct, frozen=True, tag="booked", gc=False):
    """The terminal was told of a booking."""

    at: datetime
    room: str
    starts_at: datetime
    ends_at: datetime


class Ordered(Struct, frozen=True, tag="ordered", gc=False):
    """The terminal ordered a restart by itself; `has_effect` is false where the system did not carry it out."""

    at: datetime
    room: str
    kind: Kind
    has_effect: bool = True


class Booted(Struct, frozen=True, tag="booted", gc=False):
    """The machine's kernel began; `can_tell` is whether the machine can read what ended the boot before."""

    at: datetime
    room: str
    why: Why
    can_tell: bool = True


class SetRight(Struct, frozen=True, tag="set_right", gc=False):
    """A person said that a loop of restarts is set right."""

    at: datetime
    room: str


class Lived(Struct, frozen=True, tag="lived", gc=False):
    """The room's log is whole from its first line to this."""

    at: datetime
    room: str


Line = Fact | Day | Terms | Booked | Ordered | Booted | SetRight | Lived
