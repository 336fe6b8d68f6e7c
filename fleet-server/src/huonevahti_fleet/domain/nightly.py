"""The nightly restart as the office remembers it: what is set, what was planned, what came of it, who was ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.rooms import Room
from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan import nights
from huonevahti_wire.plan.guard import Booking
from huonevahti_wire.plan.layers import Conflict, Schedule, plan_for, resolve
from huonevahti_wire.plan.nights import Night
from huonevahti_wire.schedule import RestartPlan

__all__ = [
    "Booking",
    "Change",
    "Edit",
    "Layer",
    "NightRecord",
    "Outcome",
    "ReadinessRecord",
    "Release",
    "Scheduled",
    "SetSchedule",
    "scheduled",
]

Layer = Literal["all", "site", "room"]
Origin = Literal["file", "person"]
Place = tuple[str, str]
"""A layer with the slug of its site or room; of all the slug is empty."""


class Outcome(StrEnum):
    """What came of a night's restart.

    Late is done, but back too late to be ready in time, or not ready. Failed is ordered and not back within 15
    minutes, or stopped as a loop.
    """

    PLANNED = "planned"
    DONE = "done"
    LATE = "late"
    DEFERRED = "deferred"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NightRecord:
    """One room's restart of one local day; `reasons` are codes, `until` is when a deferred one is tried again."""

    room: str
    day: date
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    due_at: datetime | None = None
    latest_at: datetime | None = None
    ordered_at: datetime | None = None
    back_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadinessRecord:
    """The last word on whether a room was ready for one opening; `untested` names what could not be looked at."""

    room: str
    opens_at: datetime
    judged_at: datetime
    is_ready: bool
    reasons: tuple[str, ...] = ()
    untested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetSchedule:
    """What one layer says, and who said it; `who` is empty and `set_at` None where the registry file did."""

    layer: Layer
    slug: str
    schedule: Schedule
    who: str = ""
    set_at: datetime | None = None

    @property
    def place(self) -> Place:
        """What there is only one word of."""
        return self.layer, self.slug


@dataclass(frozen=True, slots=True)
class Release:
    """When a person last set a room's restart loop right."""

    room: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A room's restart with every layer resolved; `won_by` tells the layer by field, `shipped` where nobody said it.

    `plan` is what its terminal is told, None when its restarts are off.
    """

    plan: RestartPlan | None
    schedule: Schedule
    won_by: dict[str, str]

    @property
    def ready_before(self) -> timedelta:
        """How long before an opening the room is judged ready or not, so that somebody can still act."""
        return timedelta(seconds=self.schedule.ready_before_opening_seconds or 0)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants a layer to say; None takes a person's word back, so that the file's holds again."""

    layer: Layer
    slug: str
    schedule: Schedule | None

    @property
    def place(self) -> Place:
        """What there is only one word of."""
        return self.layer, self.slug


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit changes for one room: what rules before and after, and when it restarts next.

    `conflicts` are days on which it could not be in time after it; `had_conflicts` says that there were some before.
    """

    room: str
    before: Scheduled
    after: Scheduled
    due_before: datetime | None
    due_after: datetime | None
    conflicts: tuple[Conflict, ...] = ()
    had_conflicts: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether the edit must not be: a room that could be in time every day no longer could."""
        return bool(self.conflicts) and not self.had_conflicts


def by_place(layers: Iterable[SetSchedule]) -> dict[Place, Schedule]:
    """Return each layer's word by its place."""
    return {each.place: each.schedule for each in layers}


def scheduled(room: Room, layers: Mapping[Place, Schedule]) -> Scheduled:
    """Return what rules a room where these layers are set."""
    return scheduled_at(room.slug, room.site.slug, layers)


def scheduled_at(room: str, site: str, layers: Mapping[Place, Schedule]) -> Scheduled:
    """Return the same of a room and its site by their slugs."""
    places: tuple[Place, ...] = (("all", ""), ("site", site), ("room", room))
    resolved = resolve({place[0]: layers[place] for place in places if place in layers})
    return Scheduled(plan_for(resolved, site), resolved.schedule, resolved.won)


def ahead(plan: RestartPlan, zone: ZoneInfo, periods: Sequence[OpenPeriod], now: datetime) -> Iterator[Night]:
    """Yield the nights that come, the next first, as far as the plan has any."""
    at = now
    while (night := nights.following(plan, zone, periods, at)) is not None:
        yield night
        at = night.due_at
