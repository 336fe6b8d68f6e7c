"""Clocks on walls, for the checker alone: written anew, so that a mistake of the planner's is not made twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@lru_cache(maxsize=65_536)
def comings(day: date, minutes: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first and the last instant at which a wall shows these minutes of a day.

    Where the clocks skip them, both are the instant that as many minutes after the skip lead to.
    """
    shown = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001  a wall has no zone
    around = [_offset(shown + step, zone) for step in (-DAY, DAY)]
    found = sorted((shown - offset).replace(tzinfo=UTC) for offset in set(around))
    true = [at for at in found if at.astimezone(zone).replace(tzinfo=None) == shown]
    if true:
        return true[0], true[-1]
    skipped = (shown - around[0]).replace(tzinfo=UTC)
    return skipped, skipped


def minutes_of(text: str) -> int:
    """Return the minutes of a day of a time such as 08:00 or 24:00."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def date_at(at: datetime, zone: ZoneInfo) -> date:
    """Return the date that a wall shows."""
    return at.astimezone(zone).date()


def _offset(shown: datetime, zone: ZoneInfo) -> timedelta:
    return shown.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
