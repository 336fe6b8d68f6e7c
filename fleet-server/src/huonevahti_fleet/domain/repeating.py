"""When an event of a calendar repeats: its rule is followed on the clock of the wall, and never for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from huonevahti_wire.plan.civil import BadValue

MOST_TIMES = 50_000
"""How many times of one event are gone through: each day of more than a century."""
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"}
_SELDOM = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_LONG_MONTHS = {30: {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 31: {1, 3, 5, 7, 8, 10, 12}}


def wall(value: date | datetime, zone: ZoneInfo | Any) -> datetime:
    """Return a time of an event on the clock of its zone; a date is its midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(0))
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


def times(event: Any, begins: datetime, zone: Any, until: datetime) -> Iterator[datetime]:
    """Yield the beginnings of an event on the clock of its zone, up to `until`, those excepted left out.

    A rule that is not for meetings (every minute, the 300th day) raises `BadValue`, with `RRULE` for its place.
    """
    without = {wall(each, zone) for each in _listed(event, "EXDATE")}
    days = {each for each in _listed(event, "EXDATE") if not isinstance(each, datetime)}
    further = sorted(wall(each, zone) for each in _listed(event, "RDATE"))
    seen: set[datetime] = set()
    for source in (_ruled(event, begins, zone, until), iter(further)):
        for at in source:
            if at <= until and at not in without and at.date() not in days and at not in seen:
                seen.add(at)
                yield at


def _ruled(event: Any, begins: datetime, zone: Any, until: datetime) -> Iterator[datetime]:
    found = event.get("RRULE")
    if found is None:
        yield begins
        return
    rules = found if isinstance(found, list) else [found]
    for rule in rules:
        _check(rule)
        last = min((wall(each, zone) for each in rule.get("UNTIL", ())), default=until)
        if last.time() == time(0):
            last = datetime.combine(last.date(), time.max)
        text = ";".join(part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL="))
        try:
            repeated = rrulestr(text, dtstart=begins)
        except ValueError as error:
            raise BadValue("RRULE", "a rule that cannot be followed", "one as RFC 5545 has it") from error
        for number, at in enumerate(repeated):
            if at > min(last, until):
                break
            if number == MOST_TIMES:
                raise BadValue("RRULE", f"more than {MOST_TIMES} times", "a rule that began later")
            yield at


def _check(rule: Any) -> None:
    """Refuse what would be gone through for long without a meeting ever coming of it."""
    frequency = {str(each).upper() for each in rule.get("FREQ", ())}
    dated = {int(each) for each in rule.get("BYMONTHDAY", ())}
    months = {int(each) for each in rule.get("BYMONTH", ())}
    places = {abs(int(each)) for each in rule.get("BYSETPOS", ())}
    if not frequency <= _SELDOM or len(frequency) != 1:
        raise BadValue("RRULE", f"FREQ={'/'.join(sorted(frequency))}", f"one of {', '.join(sorted(_SELDOM))}")
    if strange := sorted({str(part).upper() for part in rule} - _PARTS):
        raise BadValue("RRULE", strange[0], f"only {', '.join(sorted(_PARTS))}")
    if frequency & {"DAILY", "WEEKLY"} and (dated or places):
        raise BadValue("RRULE", "a day of the month in a rule of days or weeks", "FREQ=MONTHLY or YEARLY with it")
    if any(int(each) < 1 for each in rule.get("INTERVAL", ())):
        raise BadValue("RRULE", "INTERVAL=0", "1 or more")
    if (dated and places) or any(place > 5 for place in places):
        raise BadValue("RRULE", "BYSETPOS that may never come", "at most the fifth, without BYMONTHDAY")
    if dated and months and not any(months & _LONG_MONTHS.get(abs(day), months) for day in dated):
        raise BadValue("RRULE", "a day that its months do not have", "one that comes")


def _listed(event: Any, name: str) -> list[date | datetime]:
    """The dates of a property that may stand once, several times, and with several dates each time."""
    found = event.get(name)
    listed = found if isinstance(found, list) else [] if found is None else [found]
    dates = [one.dt for each in listed for one in getattr(each, "dts", ())]
    return [each[0] if isinstance(each, tuple) else each for each in dates]
