"""What the drawings of restarts show of time: the night and the day after it, the seven days that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead, window
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.plan.civil import MIDNIGHT, instant

EVENING = time(18)
WEEK_DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the clock or the calendar."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """What a lane shows, and on whose clock."""

    start_at: datetime
    end_at: datetime
    zone: ZoneInfo

    def x(self, at: datetime) -> float:
        """Return where an instant stands, 0 to 100."""
        return round(100 * ((at - self.start_at) / (self.end_at - self.start_at)), 2)

    def holds(self, at: datetime) -> bool:
        """Return whether an instant stands within."""
        return self.start_at <= at < self.end_at


def night_span(now: datetime, zone: ZoneInfo, every: Sequence[Ahead]) -> Span:
    """Return evening, night and the day after it; from the morning before where a room restarts that early."""
    tonight = window(now, zone)
    evening_at = instant(tonight.day - _DAY, EVENING, zone)
    is_early = any(each.night and each.night.due_at < evening_at for each in every)
    return Span(tonight.start_at if is_early else evening_at, instant(tonight.day, EVENING, zone), zone)


def week_span(now: datetime, zone: ZoneInfo) -> Span:
    """Return the seven days after the day that follows tonight."""
    first = window(now, zone).day + _DAY
    return Span(instant(first, MIDNIGHT, zone), instant(first + WEEK_DAYS * _DAY, MIDNIGHT, zone), zone)


def night_ticks(span: Span, reader: Reader) -> tuple[Tick, ...]:
    """Return the hours, three apart."""
    hours = int((span.end_at - span.start_at) / timedelta(hours=1))
    found = (span.start_at + timedelta(hours=at) for at in range(0, hours, 3 if hours < 30 else 6))
    return tuple(Tick(span.x(at), reader.clock(at)) for at in found)


def week_ticks(span: Span, reader: Reader) -> tuple[Tick, ...]:
    """Return the days, each at its midnight, as short as a column is narrow: ti 1.12."""
    first = span.start_at.astimezone(span.zone).date()
    days = [first + at * _DAY for at in range(WEEK_DAYS)]
    named = ((day, texts.weekday(reader.language, day)) for day in days)
    return tuple(Tick(span.x(instant(day, MIDNIGHT, span.zone)), f"{word} {day.day}") for day, word in named)
