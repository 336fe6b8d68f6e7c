"""Opening hours as expanded periods: is a room open, when does it open next."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huonevahti_wire.messages import OpenPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

EXPANDED_DAYS = 400
"""How far ahead opening hours travel to a terminal, so that a month alone (and a year's holidays) is no harm."""


def is_open(periods: Iterable[OpenPeriod], now: datetime) -> bool:
    """Return whether an instant falls in a period; the closing instant itself does not."""
    return any(period.opens_at <= now < period.closes_at for period in periods)


def next_opening(periods: Iterable[OpenPeriod], now: datetime) -> datetime | None:
    """Return the first opening after `now`, None when none is known."""
    return min((period.opens_at for period in periods if period.opens_at > now), default=None)


def expand(
    weekly: Mapping[int, Sequence[tuple[time, time]]], closed: Mapping[date, str], zone: ZoneInfo, first: date
) -> tuple[OpenPeriod, ...]:
    """Return the periods of `EXPANDED_DAYS` days from `first`: weekly hours (0 is Monday) less closed days."""
    days = (first + timedelta(days=offset) for offset in range(EXPANDED_DAYS))
    return tuple(
        OpenPeriod(datetime.combine(day, opens, zone), datetime.combine(day, closes, zone))
        for day in days
        if day not in closed
        for opens, closes in weekly.get(day.weekday(), ())
    )
