"""Times as a scenario's author writes them: 90s, 1h30m, +5m, 13:05, 2026-11-25 07:30."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

_LENGTH = r"([0-9]+(\.[0-9]+)?[dhms])+"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_UNITS = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0}

Length = Annotated[
    str, Meta(pattern=rf"^{_LENGTH}$", description="a length of time such as 90s, 5m or 1h30m")
]
Shift = Annotated[str, Meta(pattern=rf"^[-+]?{_LENGTH}$", description="a shift such as +10m or -2h")]
Start = Annotated[
    str, Meta(pattern=rf"^{_DAY}[ T]{_CLOCK}$", description="a local time such as 2026-11-25 07:30")
]
When = Annotated[
    str,
    Meta(
        pattern=rf"^(\+{_LENGTH}|({_DAY}[ T])?{_CLOCK})$",
        description="a time after the start such as +5m, or a local time such as 13:05 or 2026-11-25 07:30",
    ),
]


def zone(name: str) -> ZoneInfo:
    """Return a time zone, or raise ValueError with what was found and expected."""
    try:
        return ZoneInfo(name)
    except (ValueError, LookupError, OSError) as error:
        raise ValueError(f"found {name!r}, expected a time zone such as Europe/Helsinki") from error


def seconds(length: str) -> float:
    """Return a length or a shift in seconds."""
    parts = re.findall(r"([0-9.]+)([dhms])", length)
    total = sum(float(number) * _UNITS[unit] for number, unit in parts)
    return -total if length.startswith("-") else total


def start(text: str, time_zone: str) -> datetime:
    """Return the instant of a local date and time, in UTC; raise ValueError for a day that never was."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def instant(when: str, start_at: datetime, time_zone: str) -> datetime:
    """Return an instant in UTC; a clock time alone is the first such time from the start on."""
    if when.startswith("+"):
        return start_at + timedelta(seconds=seconds(when))
    if "-" in when:
        return start(when, time_zone)
    today = start_at.astimezone(ZoneInfo(time_zone)).date()
    at = start(f"{today} {when}", time_zone)
    return at if at >= start_at else start(f"{today + timedelta(days=1)} {when}", time_zone)
