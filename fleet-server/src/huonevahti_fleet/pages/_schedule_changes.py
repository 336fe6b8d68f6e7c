"""What an edit of a schedule would change for whom, in words, and what the nights of the clock changes do to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.nightly import Change
from huonevahti_fleet.pages import _schedule_words as words
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.plan.civil import clock, instant, last_instant
from huonevahti_wire.plan.layers import Conflict, Schedule

SHOWN = 100
"""Rooms of a preview that are shown by name; all are counted."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One room of a preview: what changes, and when it restarts next, before and after."""

    slug: str
    name: str
    what: tuple[str, ...]
    before: str
    after: str
    conflicts: tuple[str, ...]


def changed(changes: Sequence[Change], every: Mapping[str, Ahead], reader: Reader) -> tuple[Changed, ...]:
    """Return the rooms of a preview, those that could not be in time first."""
    ordered = sorted(changes, key=lambda change: not change.conflicts)[:SHOWN]
    return tuple(_changed(change, every.get(change.room), reader) for change in ordered)


def _changed(change: Change, each: Ahead | None, reader: Reader) -> Changed:
    name = reader.name(each.room.name, change.room) if each else change.room
    before, after = change.before.schedule, change.after.schedule
    what = [
        _turn(key, before, after, reader)
        for key in words.KEYS
        if words.value(key, before, reader) != words.value(key, after, reader)
    ]
    what += words.exceptions_turned(before, after, reader)
    conflicts = tuple(_conflict(found, reader) for found in change.conflicts[:1])
    more = len(change.conflicts) - 1
    conflicts += (reader.t("schedule.more_days", n=more),) if more > 0 else ()
    told = tuple(what) or (reader.t("schedule.same"),)
    return Changed(
        change.room, name, told, _next(change.due_before, reader), _next(change.due_after, reader), conflicts
    )


def _conflict(found: Conflict, reader: Reader) -> str:
    due, opens = _time(found.due_at, reader), _time(found.opens_at[-5:], reader)
    return reader.t("schedule.conflict", day=_day(found.day, reader), due=due, opens=opens)


def _turn(key: str, before: Schedule, after: Schedule, reader: Reader) -> str:
    a, b = words.value(key, before, reader), words.value(key, after, reader)
    return reader.t("schedule.turns", key=reader.t(f"schedule.key.{key}"), a=a, b=b)


def _day(day: date, reader: Reader) -> str:
    return texts.day(reader.language, datetime.combine(day, time(12)))


def _time(text: str, reader: Reader) -> str:
    return texts.clock(reader.language, datetime.combine(date.min, time.fromisoformat(text)))


def _next(due_at: datetime | None, reader: Reader) -> str:
    return reader.when(due_at) if due_at else reader.t("schedule.never")


def clock_changes(at: str, reader: Reader, days: int = 400) -> tuple[str, ...]:
    """Return what becomes of a local time on the coming nights on which the clocks change."""
    zone, wanted, told = ZoneInfo(reader.zone), clock(at), []
    for ahead in range(days):
        day = reader.local(reader.now).date() + timedelta(days=ahead)
        first, last = instant(day, wanted, zone), last_instant(day, wanted, zone)
        landed = first.astimezone(zone)
        if landed.time() != wanted:
            then = {"at": _time(at, reader), "then": reader.clock(first)}
            told.append(reader.t("schedule.clock.skipped", day=_day(day, reader), **then))
        elif first != last:
            told.append(reader.t("schedule.clock.twice", day=_day(day, reader), at=_time(at, reader)))
    return tuple(told)
