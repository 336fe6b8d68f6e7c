"""Opening hours as expanded periods: is a room open, when does it open next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from huonevahti_wire.messages import OpenPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

EXPANDED_DAYS = 400
"""How far ahead opening hours travel to a terminal, so that a month alone (and a year's holidays) is no harm."""


def is_open(periods: Iterable[OpenPeriod], now: datetime) -> bool:
    """Return whether an instant falls in a period; the closing instant itself does not."""
    now = now.astimezone(UTC)  # two datetimes of one zone would be compared by their clock faces
    return any(period.opens_at <= now < period.closes_at for period in periods)


def next_opening(periods: Iterable[OpenPeriod], now: datetime) -> datetime | None:
    """Return the first opening after `now`, None when none is known."""
    now = now.astimezone(UTC)
    return min((period.opens_at for period in periods if period.opens_at > now), default=None)


def expand(
    weekly: Mapping[int, Sequence[tuple[time, time]]], closed: Mapping[date, str], zone: ZoneInfo, first: date
) -> tuple[OpenPeriod, ...]:
    """Return the periods of `EXPANDED_DAYS` days from `first`, in UTC: weekly hours (0 is Monday) less closed days.

    A closing time at or before its opening time is the next day's. A time of the night that the clocks skip is
    moved on by what they skip; one that comes twice opens at its first coming and closes at its second.
    """
    days = (first + timedelta(days=offset) for offset in range(EXPANDED_DAYS))
    return tuple(
        _period(day, opens, closes, zone)
        for day in days
        if day not in closed
        for opens, closes in weekly.get(day.weekday(), ())
    )


def _period(day: date, opens: time, closes: time, zone: ZoneInfo) -> OpenPeriod:
    last = day if opens < closes else day + timedelta(days=1)
    closings = (datetime.combine(last, closes.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return OpenPeriod(datetime.combine(day, opens, zone).astimezone(UTC), max(closings))
