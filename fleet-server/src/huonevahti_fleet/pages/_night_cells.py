"""The last thirty nights of a room as cells: what came of each, whether the room was ready, and both in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.pages import _night_words as words
from huonevahti_fleet.pages._reader import Reader

NIGHTS = 30
Record = TypeVar("Record", NightRecord, ReadinessRecord)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One night: its outcome (`none` when nothing is known), readiness (`ready`, `not_ready` or nothing), the words."""

    outcome: str
    ready: str
    told: str


@dataclass(frozen=True, slots=True)
class Cells:
    """A room's nights, oldest first, with how many of each outcome."""

    cells: tuple[Cell, ...]
    told: str


def days(today: date) -> tuple[date, ...]:
    """Return the local days of the nights that are shown, the last one today's."""
    return tuple(today - (NIGHTS - 1 - at) * _DAY for at in range(NIGHTS))


def cells(
    nights: Iterable[NightRecord], readiness: Iterable[ReadinessRecord], zone: ZoneInfo, reader: Reader
) -> Cells:
    """Return the cells of one room's records."""
    by_day = {record.day: record for record in nights}
    ready: dict[date, ReadinessRecord] = {}
    for record in readiness:  # of several openings a day the first is what the restart was for
        ready.setdefault(record.opens_at.astimezone(zone).date(), record)
    found = tuple(
        _cell(day, by_day.get(day), ready.get(day), reader)
        for day in days(reader.now.astimezone(zone).date())
    )
    counts = {outcome: sum(cell.outcome == outcome for cell in found) for outcome in Outcome}
    told = [reader.t(f"restarts.count.{o}", n=n) for o, n in counts.items() if n and o is not Outcome.PLANNED]
    not_ready = sum(cell.ready == "not_ready" for cell in found)
    told += [reader.t("restarts.count.not_ready", n=not_ready)] if not_ready else []
    return Cells(found, ", ".join(told) or reader.t("restarts.nights.none"))


def by_room(records: Iterable[Record]) -> Mapping[str, list[Record]]:
    """Return records by their room."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.room, []).append(record)
    return found


def _cell(day: date, night: NightRecord | None, ready: ReadinessRecord | None, reader: Reader) -> Cell:
    named = words.day(datetime.combine(day, time(12), reader.now.tzinfo), reader)
    told = [f"{named}: " + (words.told(night, reader) if night else reader.t("restarts.outcome.none"))]
    told += [words.ready(ready, reader)] if ready else []
    shape = "" if ready is None else "ready" if ready.is_ready else "not_ready"
    return Cell(str(night.outcome) if night else "none", shape, "; ".join(told))
