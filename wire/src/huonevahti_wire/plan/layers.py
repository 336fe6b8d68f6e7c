"""The restart schedule as people set it, for all, for a site, for a room: the narrower wins, and it is known which."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import fields

from huonevahti_wire.plan.calendar import DAYS
from huonevahti_wire.plan.civil import BadValue, clock, instant
from huonevahti_wire.schedule import OFF, RestartPlan, Weekday

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from huonevahti_wire.messages import OpenPeriod

LAYERS = ("all", "site", "room")
"""From the widest to the narrowest."""
SHIPPED = "shipped"
"""The layer below all: what holds where nobody said anything."""
SPANS = {
    "latest_before_opening_seconds": (900, 43_200),
    "jitter_seconds": (0, 14_400),
    "ready_before_opening_seconds": (900, 14_400),
}
"""The fields in seconds, with the least and the most that a terminal takes of each."""


class Schedule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one layer says of the daily restart; None is no word, so that the wider layer's holds.

    `at` is a local time such as 03:30, `days` are mon to sun, `exceptions` are dates with another time or `off`.
    Sites begin spread over `jitter_seconds`. A restart begins at the latest `latest_before_opening_seconds` before the
    next opening. A room is judged ready or not `ready_before_opening_seconds` before each opening, restarts or none.
    """

    is_off: bool | None = None
    at: str | None = None
    days: tuple[str, ...] | None = None
    latest_before_opening_seconds: int | None = None
    jitter_seconds: int | None = None
    ready_before_opening_seconds: int | None = None
    exceptions: dict[date, str] = {}


DEFAULT = Schedule(
    is_off=False,
    at="03:30",
    days=DAYS,
    latest_before_opening_seconds=3600,
    jitter_seconds=1800,
    ready_before_opening_seconds=2700,
)


class Resolved(Struct, frozen=True):
    """The schedule that rules, and which layer won: by field, an exception as `exceptions.2026-12-24`."""

    schedule: Schedule
    won: dict[str, str]


def resolve(layers: Mapping[str, Schedule]) -> Resolved:
    """Return what rules where these layers hold; a layer that says nothing may be left out."""
    values: dict[str, Any] = {}
    exceptions: dict[date, str] = {}
    won: dict[str, str] = {}
    for layer, schedule in ((SHIPPED, DEFAULT), *((name, layers[name]) for name in LAYERS if name in layers)):
        for field in fields(Schedule):
            value = getattr(schedule, field.name)
            if field.name != "exceptions" and value is not None:
                values[field.name], won[field.name] = value, layer
        for day, told in schedule.exceptions.items():
            exceptions[day], won[f"exceptions.{day}"] = told, layer
    return Resolved(Schedule(**values, exceptions=exceptions), won)


def checked(where: str, schedule: Schedule) -> Schedule:
    """Return one layer's word if everything in it can be, else raise `BadValue` of the first thing that cannot."""
    if schedule.at is not None:
        _check_time(f"{where}.at", schedule.at, "a time of the day such as 03:30")
    for day in schedule.days or ():
        if day not in DAYS:
            raise BadValue(f"{where}.days", repr(day), f"some of {', '.join(DAYS)}")
    if schedule.days == ():
        raise BadValue(f"{where}.days", "no day", "at least one; is_off switches restarts off")
    for name, span in SPANS.items():
        _check_span(f"{where}.{name}", getattr(schedule, name), span)
    for on, told in schedule.exceptions.items():
        if told != OFF:
            _check_time(f"{where}.exceptions.{on}", told, "a time of the day such as 03:30, or off")
    return schedule


def plan_for(resolved: Resolved, site: str) -> RestartPlan | None:
    """Return what a terminal at a site is told, None when its restarts are off."""
    schedule = resolved.schedule
    if schedule.is_off or schedule.at is None:
        return None
    weekdays: list[Weekday] = [day for day in (0, 1, 2, 3, 4, 5, 6) if DAYS[day] in (schedule.days or ())]
    return RestartPlan(
        at=_written(schedule.at),
        weekdays=tuple(weekdays),
        offset_seconds=float(offset_seconds(site, schedule.jitter_seconds or 0)),
        latest_before_opening_seconds=float(schedule.latest_before_opening_seconds or 0),
        exceptions={
            day: told if told == OFF else _written(told) for day, told in schedule.exceptions.items()
        },
    )


def offset_seconds(site: str, jitter_seconds: int) -> int:
    """Return how long after the set time a site begins: from its slug alone, so that it is the same each night."""
    drawn = int.from_bytes(blake2b(site.encode(), digest_size=8).digest(), "big")
    return drawn % (jitter_seconds + 1)


class Conflict(Struct, frozen=True):
    """A day whose restart cannot be in time: it is due while open, or after the latest-by time."""

    day: date
    reason: str
    due_at: str
    opens_at: str


def conflicts(plan: RestartPlan, periods: Sequence[OpenPeriod], zone: ZoneInfo) -> Iterator[Conflict]:
    """Yield each day of the expanded hours whose restart, with its site's offset, cannot be in time."""
    if not periods:
        return
    day, last = (periods[place].opens_at.astimezone(zone).date() for place in (0, -1))
    place = 0
    while day <= last:
        told = plan.time_on(day)
        if told is not None:
            due_at = instant(day, clock(told), zone) + timedelta(seconds=plan.offset_seconds)
            while place < len(periods) - 1 and periods[place].closes_at <= due_at:
                place += 1
            if reason := _conflict(plan, periods[place], due_at):
                opens_at = periods[place].opens_at.astimezone(zone)
                yield Conflict(day, reason, f"{due_at.astimezone(zone):%H:%M}", f"{opens_at:%Y-%m-%d %H:%M}")
        day += timedelta(days=1)


def check_in_time(where: str, plan: RestartPlan, periods: Sequence[OpenPeriod], zone: ZoneInfo) -> None:
    """Raise `BadValue` of the first day whose restart cannot be in time."""
    for found in conflicts(plan, periods, zone):
        told = f"a restart at {found.due_at} on {found.day}, {found.reason.replace('_', ' ')}"
        latest_minutes = round(plan.latest_before_opening_seconds / 60)
        raise BadValue(
            f"{where}.at", told, f"one by {latest_minutes} minutes before the opening of {found.opens_at}"
        )


def _conflict(plan: RestartPlan, period: OpenPeriod, due_at: datetime) -> str:
    if period.closes_at <= due_at:
        return ""
    if period.opens_at <= due_at:
        return "while_open"
    latest_at = period.opens_at - timedelta(seconds=plan.latest_before_opening_seconds)
    return "after_latest_by" if due_at > latest_at else ""


def _check_time(where: str, text: str, expected: str) -> None:
    try:
        clock(text)
    except ValueError as error:
        raise BadValue(where, repr(text), expected) from error


def _check_span(where: str, seconds: int | None, span: tuple[int, int]) -> None:
    if seconds is not None and not span[0] <= seconds <= span[1]:
        raise BadValue(where, seconds, f"{span[0]} to {span[1]} seconds")


def _written(text: str) -> str:
    return f"{clock(text):%H:%M}"
