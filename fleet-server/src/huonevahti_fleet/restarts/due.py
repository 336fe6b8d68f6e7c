"""When the stated rules have a restart due and within which stretch; for the checker alone, written anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from huonevahti_fleet.restarts.walls import DAY, comings, date_at, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huonevahti_fleet.restarts.facts import RoomLog
    from huonevahti_fleet.restarts.log import Terms

MINUTE = timedelta(minutes=1)
SLACK = MINUTE
"""A clock that is wrong by this counts as right (rule 8)."""
CATCHING_UP = timedelta(hours=12)
LEAST_MARGIN = 10 * MINUTE


class Night(Struct, frozen=True):
    """One local date's restart: due, and from when to when it may begin, the end not included."""

    on: date
    due_at: datetime
    begins_at: datetime
    ends_at: datetime


def due_on(terms: Terms, on: date) -> datetime | None:
    """Return when a date's restart is due (rules 1 and 2), None when it has none."""
    if terms.starts is None:
        return None
    told = terms.exceptions.get(on, terms.starts if on.weekday() in terms.weekdays else "off")
    if told == "off":
        return None
    return comings(on, minutes_of(told), ZoneInfo(terms.zone))[0] + timedelta(seconds=terms.offset_seconds)


def margin(terms: Terms) -> timedelta:
    """Return how long before an opening a restart begins at the latest."""
    return max(timedelta(seconds=terms.latest_seconds), LEAST_MARGIN)


def night_on(log: RoomLog, terms: Terms, on: date) -> Night | None:
    """Return a date's night (rules 5 and 6), None when nothing is due on it."""
    key = (terms.at, on)
    if key not in log.nights:
        log.nights[key] = _night(log, terms, on)
    return log.nights[key]


def _night(log: RoomLog, terms: Terms, on: date) -> Night | None:
    due_at = due_on(terms, on)
    if due_at is None:
        return None
    opening, begins_at = log.opening(due_at - SLACK), due_at
    if opening is not None and opening[0] <= due_at:
        begins_at = max(due_at, opening[1] + SLACK)
        opening = log.opening(begins_at)
    following = next((due for n in range(1, 9) if (due := due_on(terms, on + n * DAY))), due_at + 9 * DAY)
    ends_at = min(due_at + CATCHING_UP, following)
    if opening is not None:
        ends_at = min(ends_at, opening[0] - margin(terms))
    return Night(on, due_at, begins_at, ends_at)


def nights_about(log: RoomLog, terms: Terms, at: datetime) -> Iterator[Night]:
    """Yield the nights that may hold an instant."""
    today = date_at(at, ZoneInfo(terms.zone))
    for n in (-2, -1, 0, 1):
        if night := night_on(log, terms, today + n * DAY):
            yield night


def last_due(log: RoomLog, terms: Terms, before: datetime) -> Night | None:
    """Return the night that was due last before an instant."""
    passed = [night for night in nights_about(log, terms, before) if night.due_at < before]
    return max(passed, key=lambda night: night.due_at, default=None)
