"""The nights of a restart plan: when a restart is due, from when it may begin and until when."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan.civil import clock, instant, local_day
from huonevahti_wire.plan.clock import SLACK
from huonevahti_wire.plan.hours import EXPANDED_DAYS
from huonevahti_wire.signals import Instant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from huonevahti_wire.schedule import RestartPlan

LONGEST = timedelta(hours=12)
"""How long after it was due a restart is still caught up; beyond, the next night's will do."""
TAKES = timedelta(minutes=10)
"""Within this a terminal is back from a restart."""
_DAY = timedelta(days=1)
_PERIODS_AROUND = 24
"""How many open periods are looked at: enough for every mark of the session guard to find its next edge."""


class Night(Struct, frozen=True):
    """One local day's restart: due at an instant, allowed from `begins_at`, which is later when it is due while open.

    It begins before `latest_at` or not at all. All in UTC. Where `latest_at` is not after `begins_at`, it cannot be.
    """

    day: date
    due_at: Instant
    begins_at: Instant
    latest_at: Instant


def around(periods: Sequence[OpenPeriod], now: datetime) -> tuple[OpenPeriod, ...]:
    """Return the open periods that matter about now, out of many in order of time."""
    place = bisect_right(periods, now - 3 * _DAY, key=lambda period: period.closes_at)
    return tuple(periods[place : place + _PERIODS_AROUND])


def current(plan: RestartPlan, zone: ZoneInfo, periods: Sequence[OpenPeriod], now: datetime) -> Night | None:
    """Return the night whose restart was due last, within the last two days; None when there was none."""
    today = local_day(now, zone)
    dues = [
        due for offset in (1, 0, -1, -2) if (due := due_on(plan, zone, today + offset * _DAY)) is not None
    ]
    passed = [due for due in dues if due[1] <= now]
    if not passed:
        return None
    day, due_at = max(passed, key=lambda due: due[1])
    return _night(plan, zone, periods, (day, due_at))


def following(
    plan: RestartPlan, zone: ZoneInfo, periods: Sequence[OpenPeriod], now: datetime
) -> Night | None:
    """Return the night whose restart is due next; None when none is within the days that hours are known for."""
    due = _next_due(plan, zone, now)
    return None if due is None else _night(plan, zone, periods, due)


def due_on(plan: RestartPlan, zone: ZoneInfo, day: date) -> tuple[date, datetime] | None:
    """Return a local day and the instant its restart is due, None when it has none."""
    told = plan.time_on(day)
    if told is None:
        return None
    return day, instant(day, clock(told), zone) + timedelta(seconds=plan.offset_seconds)


def latest_before(opens_at: datetime, margin_seconds: float) -> datetime:
    """Return until when a restart may begin before an opening."""
    return opens_at - max(timedelta(seconds=margin_seconds), TAKES)


def _next_due(plan: RestartPlan, zone: ZoneInfo, now: datetime) -> tuple[date, datetime] | None:
    day = local_day(now, zone) - _DAY
    for _ in range(EXPANDED_DAYS):
        due = due_on(plan, zone, day)
        if due is not None and due[1] > now:
            return due
        day += _DAY
    return None


def _night(
    plan: RestartPlan, zone: ZoneInfo, periods: Sequence[OpenPeriod], due: tuple[date, datetime]
) -> Night:
    day, due_at = due
    place = bisect_right(periods, due_at - SLACK, key=lambda period: period.closes_at)
    begins_at = due_at
    if place < len(periods) and periods[place].opens_at <= due_at:
        begins_at = periods[place].closes_at + SLACK  # a clock that is believed may still be ahead
        place += 1
    ends = [due_at + LONGEST]
    if place < len(periods):
        ends.append(latest_before(periods[place].opens_at, plan.latest_before_opening_seconds))
    if next_due := _next_due(plan, zone, due_at):
        ends.append(next_due[1])
    return Night(day, due_at, begins_at, min(ends))
