"""What lies ahead of a room: its restart of tonight and of the coming days, or why there is none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.nightly import Scheduled
from huonevahti_fleet.domain.registry import Hours
from huonevahti_fleet.domain.rooms import Room
from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan import nights
from huonevahti_wire.plan.civil import instant
from huonevahti_wire.plan.nights import Night
from huonevahti_wire.schedule import OFF, RestartPlan

TURN = time(6)
"""The local time at which one night has passed and the next is meant."""
_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


class Why(StrEnum):
    """Why a room does not restart tonight."""

    OFF = "off"
    DAY_OFF = "day_off"
    EXCEPTION = "exception"
    HOURS_UNKNOWN = "hours_unknown"
    NOT_IN_TIME = "not_in_time"
    NO_TERMINAL = "no_terminal"


@dataclass(frozen=True, slots=True)
class Window:
    """One night and the day it ends on, from turn to turn of a zone's clock."""

    start_at: datetime
    end_at: datetime
    day: date
    """The local day that begins within it."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A room's restart of tonight; `night` may be there though it cannot be in time, and `opens_at` follows it."""

    room: Room
    scheduled: Scheduled
    hours: Hours
    night: Night | None = None
    opens_at: datetime | None = None
    why: Why | None = None

    @property
    def restarts(self) -> bool:
        """Whether it restarts tonight."""
        return self.why is None

    def ready_by(self, opens_at: datetime) -> datetime:
        """Return when the room is judged for an opening."""
        return opens_at - self.scheduled.ready_before

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose clock hangs on its wall."""
        return ZoneInfo(self.room.site.time_zone)


def window(now: datetime, zone: ZoneInfo) -> Window:
    """Return the night that is meant by `tonight`: the running one until six, then the coming one."""
    local = now.astimezone(zone)
    day = local.date() if local.time() < TURN else local.date() + _DAY
    return Window(instant(day - _DAY, TURN, zone), instant(day, TURN, zone), day)


def ahead(room: Room, scheduled: Scheduled, hours: Hours, now: datetime) -> Ahead:
    """Return what a room does tonight."""
    zone = ZoneInfo(room.site.time_zone)
    span, plan = window(now, zone), scheduled.plan
    if room.terminal is None:
        return Ahead(room, scheduled, hours, why=Why.NO_TERMINAL)
    if plan is None:
        return Ahead(room, scheduled, hours, why=Why.OFF)
    if not hours.periods or hours.known_until is None or hours.known_until <= span.start_at:
        return Ahead(room, scheduled, hours, why=Why.HOURS_UNKNOWN)
    night = next(nights_between(plan, zone, hours.periods, (span.start_at, span.end_at)), None)
    if night is None:
        days = span.day - _DAY, span.day
        is_told = any(plan.exceptions.get(day) == OFF for day in days)
        return Ahead(room, scheduled, hours, why=Why.EXCEPTION if is_told else Why.DAY_OFF)
    is_late = night.latest_at <= night.begins_at
    opens_at = next_opening(hours.periods, night.begins_at)
    return Ahead(room, scheduled, hours, night, opens_at, Why.NOT_IN_TIME if is_late else None)


def nights_between(
    plan: RestartPlan,
    zone: ZoneInfo,
    periods: Sequence[OpenPeriod],
    span: tuple[datetime, datetime],
) -> Iterator[Night]:
    """Yield the nights whose restart is due within a span, its end left out."""
    at, end_at = span[0] - _TICK, span[1]
    while (night := nights.following(plan, zone, periods, at)) is not None and night.due_at < end_at:
        yield night
        at = night.due_at


def next_opening(periods: Sequence[OpenPeriod], at: datetime) -> datetime | None:
    """Return when it opens next at or after an instant, None when that is not known."""
    place = bisect_right(periods, at - _TICK, key=lambda period: period.opens_at)
    return periods[place].opens_at if place < len(periods) else None


def within(periods: Sequence[OpenPeriod], start_at: datetime, end_at: datetime) -> Sequence[OpenPeriod]:
    """Return the periods that share an instant with a span."""
    first = bisect_right(periods, start_at, key=lambda period: period.closes_at)
    last = bisect_right(periods, end_at - _TICK, key=lambda period: period.opens_at)
    return periods[first:last]
