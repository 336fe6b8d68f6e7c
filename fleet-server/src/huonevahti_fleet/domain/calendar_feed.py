"""A room's calendar as others export it (RFC 5545): when the room is booked, and not one word more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from huonevahti_fleet.domain.bookings import LONGEST, MOST, joined
from huonevahti_fleet.domain.repeating import times, wall
from huonevahti_wire.plan.civil import BadValue
from huonevahti_wire.plan.guard import Booking

WINDOW = timedelta(days=60)
"""How far ahead events are taken; an import is made anew long before."""
MOST_EVENTS, MOST_REPEATING = 5_000, 200
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS", "TRANSP")
_READ = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "STATUS", "TRANSP")


def bookings(text: str, zone: ZoneInfo, now: datetime) -> tuple[Booking, ...]:
    """Return when a room is booked from now on, by its calendar; times without a zone are those of `zone`.

    Left out are cancelled events, those that leave the room free, and whole days: they say that a day is special and
    not when somebody comes. What cannot be read raises `BadValue` with its line, and tells nothing else of the text.
    """
    try:
        found = Calendar.from_ical(text)
        events = [each for each in found.walk("VEVENT") if isinstance(each, Event)]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadValue(f"line {_bad_line(text)}", "what is no calendar", "one as RFC 5545 has it") from error
    if found.name != "VCALENDAR":
        raise BadValue("line 1", "no calendar", "BEGIN:VCALENDAR")
    if len(events) > MOST_EVENTS:
        raise BadValue("calendar", f"{len(events)} events", f"at most {MOST_EVENTS}")
    if (repeating := sum("RRULE" in each for each in events)) > MOST_REPEATING:
        raise BadValue("calendar", f"{repeating} events that repeat", f"at most {MOST_REPEATING}")
    booked = joined(tuple(_Feed(text, events, zone, now).booked()), now)
    if len(booked) > MOST:
        raise BadValue("calendar", f"{len(booked)} bookings in {WINDOW.days} days", f"at most {MOST}")
    return booked


class _Feed:
    """The events of one text, each with the line it begins on."""

    def __init__(self, text: str, events: Sequence[Event], zone: ZoneInfo, now: datetime) -> None:
        self._lines = text.splitlines()
        begins = [n for n, line in enumerate(self._lines) if line.strip().upper() == "BEGIN:VEVENT"]
        self._events, self._zone, self._now = list(zip(events, begins, strict=False)), zone, now

    def booked(self) -> Iterator[Booking]:
        """Yield the times of all events; one that was moved stands for the time it had."""
        for event, line in self._events:
            self._check(event, line)
        moved = {(str(e.get("UID")), self._moved_from(e)) for e, _ in self._events if "RECURRENCE-ID" in e}
        for event, line in self._events:
            if _is_free(event) or not isinstance(_dt(event, "DTSTART"), datetime):
                continue
            try:
                yield from self._times(event, moved)
            except BadValue as error:
                raise BadValue(f"line {self._line(line, error.where)}", error.where, error.expected) from error
            except (ValueError, OverflowError, TypeError, AttributeError) as error:
                raise BadValue(f"line {line + 1}", "an event that cannot be read", "one as RFC 5545 has it") from error

    def _check(self, event: Event, line: int) -> None:
        for name, _ in event.errors:
            if name is None or name.upper() in _READ:
                at = self._line(line, name) if name else self._no_property(line)
                raise BadValue(f"line {at}", name or "a line that is no property", "what RFC 5545 has there")
        if "DTSTART" not in event:
            raise BadValue(f"line {line + 1}", "an event without DTSTART", "its beginning")
        for name in _ONCE:
            if isinstance(event.get(name), list):
                raise BadValue(f"line {self._line(line, name)}", f"{name} twice", "it once")
        for name in ("DTSTART", "DTEND"):
            value = _dt(event, name) if name in event else None
            if isinstance(value, datetime) and value.tzinfo is None and "TZID" in getattr(event[name], "params", ()):
                raise BadValue(f"line {self._line(line, name)}", "an unknown TZID", "a zone such as Europe/Helsinki")

    def _times(self, event: Event, moved: set[tuple[str, datetime]]) -> Iterator[Booking]:
        start = _dt(event, "DTSTART")
        zone: Any = start.tzinfo or self._zone
        lasts = self._length(event, zone)
        begins, is_own = wall(start, zone), "RECURRENCE-ID" in event
        until = (self._now + WINDOW).astimezone(zone).replace(tzinfo=None)
        source = iter((begins,)) if is_own else times(event, begins, zone, until)
        for at in source:
            starts_at = at.replace(tzinfo=zone).astimezone(UTC)
            is_moved = not is_own and (str(event.get("UID")), starts_at) in moved
            if not is_moved and starts_at - self._now <= WINDOW and starts_at + lasts > self._now:
                yield from _pieces(starts_at, lasts)

    def _length(self, event: Event, zone: Any) -> timedelta:
        """How long it lasts; by its instants, since a meeting through a clock change lasts as long as it says."""
        start = _dt(event, "DTSTART")
        if "DTEND" in event:
            end = _dt(event, "DTEND")
            lasts = _instant(end, zone) - _instant(start, zone)
        else:
            lasts = timedelta() if "DURATION" not in event else _dt(event, "DURATION")
        if lasts < timedelta():
            raise BadValue("DTEND", lasts, "an end after the beginning")
        return lasts

    def _moved_from(self, event: Event) -> datetime:
        value = _dt(event, "RECURRENCE-ID")
        zone = getattr(value, "tzinfo", None) or self._zone
        return _instant(value, zone)

    def _line(self, begins: int, name: str) -> int:
        """The line of a property in an event, counted from 1; that of the event where it is not found."""
        for number in range(begins, len(self._lines)):
            line = self._lines[number].upper()
            if line.startswith((f"{name}:", f"{name};")):
                return number + 1
            if line.startswith("END:VEVENT"):
                break
        return begins + 1

    def _no_property(self, begins: int) -> int:
        for number in range(begins, len(self._lines)):
            if not re.match(r"[A-Za-z0-9-]+[:;]|[ \t]|$", self._lines[number]):
                return number + 1
        return begins + 1


def _dt(event: Any, name: str) -> Any:
    """The date, time or length of a property, which the library types as anything."""
    return event[name].dt


def _instant(value: Any, zone: Any) -> datetime:
    return wall(value, zone).replace(tzinfo=zone).astimezone(UTC)


def _is_free(event: Event) -> bool:
    told = {str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP")}
    return bool(told & {"CANCELLED", "TRANSPARENT"})


def _pieces(starts_at: datetime, lasts: timedelta) -> Iterator[Booking]:
    """One booking, or several in a row where it lasts longer than one may."""
    ends_at = min(starts_at + lasts, starts_at + WINDOW)
    while starts_at < ends_at:
        yield Booking(starts_at, min(ends_at, starts_at + LONGEST))
        starts_at += LONGEST


def _bad_line(text: str) -> int:
    """The first line that is no property, nor the rest of one; the last where each looks like one."""
    lines = text.splitlines() or [""]
    begun = next((n for n, line in enumerate(lines, 1) if not re.match(r"[A-Za-z0-9-]+[:;]|[ \t]|$", line)), None)
    return begun or len(lines)
