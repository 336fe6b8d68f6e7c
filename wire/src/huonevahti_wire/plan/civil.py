"""Civil time: which instant a clock on a wall means, on the nights when it is put forward or back too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MIDNIGHT = time(0)


class BadValue(Exception):
    """A value that cannot be used: where it stands, what was found there and what was expected."""

    def __init__(self, where: str, found: object, expected: str) -> None:
        super().__init__(f"{where}: found {found}, expected {expected}")
        self.where = where
        self.expected = expected


@lru_cache(maxsize=2048)
def clock(text: str) -> time:
    """Return a time written 03:30 or 03.30; raise `ValueError` for any other."""
    hours, separator, minutes = text.partition("." if "." in text else ":")
    is_written = len(hours) == len(minutes) == 2 and f"{hours}{minutes}".isdecimal() and text.isascii()
    if not (separator and is_written):
        raise ValueError(text)
    return time(int(hours), int(minutes))


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a local time, in UTC.

    A time that the clocks skip is moved on by what they skip; of one that comes twice it is the first coming,
    whichever of them `at` was read from.
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def last_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the same, but of a local time that comes twice the second coming."""
    both = (datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return max(both)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """Return the local date of an instant."""
    return at.astimezone(zone).date()


def zone_named(where: str, name: str) -> ZoneInfo:
    """Return the zone, or raise `BadValue`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadValue(where, repr(name), "a time zone such as Europe/Helsinki") from error


def is_zone(name: str) -> bool:
    """Return whether this machine knows the zone: by one that it does not, nothing could be due."""
    try:
        zone_named("time_zone", name)
    except BadValue:
        return False
    return True
