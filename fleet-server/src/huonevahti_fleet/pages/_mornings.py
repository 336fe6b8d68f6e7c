"""How rooms stand before their openings of a day: ready, not ready, still to be judged, or nobody said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.ahead import Ahead, within
from huonevahti_fleet.domain.nightly import ReadinessRecord
from huonevahti_wire.plan.civil import MIDNIGHT, instant

_DAY = timedelta(days=1)
DAYS = 8


class Stand(StrEnum):
    """How a room stands before its opening."""

    READY = "ready"
    NOT_READY = "not_ready"
    WAITING = "waiting"
    NO_WORD = "no_word"


@dataclass(frozen=True, slots=True)
class Opening:
    """One room's first opening of a day."""

    each: Ahead
    opens_at: datetime
    stand: Stand
    record: ReadinessRecord | None = None


def day_shown(every: Sequence[Ahead], now: datetime, zone: ZoneInfo) -> date:
    """Return today if any room opens today, else the next day on which one does, else today."""
    today = now.astimezone(zone).date()
    days = (today + at * _DAY for at in range(DAYS))
    return next((day for day in days if any(_first(each, day) for each in every)), today)


def openings(
    every: Sequence[Ahead], day: date, records: Mapping[tuple[str, datetime], ReadinessRecord], now: datetime
) -> list[Opening]:
    """Return the first opening of each room that opens on a local day, the earliest first."""
    found = [(each, at) for each in every if (at := _first(each, day)) is not None]
    return sorted(
        (_opening(each, at, records.get((each.room.slug, at)), now) for each, at in found),
        key=lambda opening: opening.opens_at,
    )


def _opening(each: Ahead, opens_at: datetime, record: ReadinessRecord | None, now: datetime) -> Opening:
    if record is not None:
        return Opening(each, opens_at, Stand.READY if record.is_ready else Stand.NOT_READY, record)
    is_due = now >= each.ready_by(opens_at) + timedelta(minutes=5)
    return Opening(each, opens_at, Stand.NO_WORD if is_due else Stand.WAITING)


def _first(each: Ahead, day: date) -> datetime | None:
    start_at, end_at = instant(day, MIDNIGHT, each.zone), instant(day + _DAY, MIDNIGHT, each.zone)
    return next(
        (p.opens_at for p in within(each.hours.periods, start_at, end_at) if p.opens_at >= start_at), None
    )


def noon(day: date, zone: ZoneInfo) -> datetime:
    """Return a day as an instant that is of that day on any clock of the zone."""
    return datetime.combine(day, time(12), zone)
