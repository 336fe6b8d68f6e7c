"""The daily restart as it travels to a terminal: a civil time of its zone, in which all layers are resolved."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

_END = r"$(?!\n)"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"

LocalTime = Annotated[str, Meta(pattern=rf"^{_CLOCK}{_END}")]
"""A time of the clock on the wall, 00:00 to 23:59; which instant that is depends on the zone and the date."""
LocalTimeOrOff = Annotated[str, Meta(pattern=rf"^({_CLOCK}|off){_END}")]
Weekday = Literal[0, 1, 2, 3, 4, 5, 6]
"""Monday is 0, as `date.weekday()` counts."""
OFF = "off"


class RestartPlan(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """When a terminal restarts each local day; a terminal without a plan does not restart by itself.

    `offset_seconds` after `at` is when this terminal's site begins. A restart begins at the latest
    `latest_before_opening_seconds` before the next opening. `exceptions` are dates with a time of their own, or none.
    """

    at: LocalTime
    weekdays: tuple[Weekday, ...] = (0, 1, 2, 3, 4, 5, 6)
    offset_seconds: Annotated[float, Meta(ge=0, le=14_400)] = 0.0
    latest_before_opening_seconds: Annotated[float, Meta(ge=900, le=43_200)] = 3600.0
    exceptions: dict[date, LocalTimeOrOff] = {}

    def time_on(self, day: date) -> str | None:
        """Return the local time of the day's restart, None when it has none."""
        if (told := self.exceptions.get(day)) is not None:
            return None if told == OFF else told
        return self.at if day.weekday() in self.weekdays else None
