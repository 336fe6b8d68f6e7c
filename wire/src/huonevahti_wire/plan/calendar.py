"""Opening hours as people set them: by weekday and season, with exception days, closures and public holidays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan.civil import MIDNIGHT, BadValue, clock, instant, last_instant
from huonevahti_wire.plan.hours import EXPANDED_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEAP_YEAR = 2028
"""Any leap year will do: it has each day that a season may begin or end on."""
_LONGEST_CLOSURE = timedelta(days=1100)

Week = dict[str, tuple[str, ...]]
"""Stretches such as 08:00-16:15 by weekday (mon to sun); 24:00 is the day's end."""


class Season(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of each year with a week of its own: first and last day as 06-01; it may run over the year's end."""

    first: str
    last: str
    weekly: Week


class Closure(Struct, frozen=True, forbid_unknown_fields=True):
    """Days in a row on which a place is closed, once."""

    first: date
    last: date
    reason: str = ""


class Calendar(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a place is open. An exception day outranks a closure, that a public holiday, that a season's week.

    `days` are exception days with their own stretches, none meaning closed.
    """

    weekly: Week = {}
    seasons: tuple[Season, ...] = ()
    days: dict[date, tuple[str, ...]] = {}
    closures: tuple[Closure, ...] = ()

    def stretches(self, day: date, public: Mapping[date, str]) -> tuple[str, ...]:
        """Return the day's stretches; `public` holds the public holidays by date."""
        if day in self.days:
            return self.days[day]
        if day in public or any(closure.first <= day <= closure.last for closure in self.closures):
            return ()
        for season in self.seasons:
            if _is_within(f"{day:%m-%d}", season):
                return season.weekly.get(DAYS[day.weekday()], ())
        return self.weekly.get(DAYS[day.weekday()], ())


def expand(
    calendar: Calendar, public: Mapping[date, str], zone: ZoneInfo, first: date
) -> tuple[OpenPeriod, ...]:
    """Return the open periods of `EXPANDED_DAYS` days from `first`, in UTC and in order; what touches is one period.

    An opening in an hour that comes twice is at its first coming, a closing at its second. A stretch that lies in a
    skipped hour with nothing left of it is no period.
    """
    periods: list[OpenPeriod] = []
    for offset in range(EXPANDED_DAYS):
        day = first + timedelta(days=offset)
        for stretch in sorted(stretch.replace(".", ":") for stretch in calendar.stretches(day, public)):
            period = _period(day, stretch, zone)
            if periods and period.opens_at <= periods[-1].closes_at:
                last = periods.pop()
                period = OpenPeriod(last.opens_at, max(last.closes_at, period.closes_at))
            if period.opens_at < period.closes_at:
                periods.append(period)
    return tuple(periods)


def checked(where: str, calendar: Calendar) -> Calendar:
    """Return the calendar if everything in it can be, else raise `BadValue` of the first thing that cannot."""
    _check_week(f"{where}.weekly", calendar.weekly)
    for index, season in enumerate(calendar.seasons):
        _check_season_day(f"{where}.seasons.{index}.first", season.first)
        _check_season_day(f"{where}.seasons.{index}.last", season.last)
        _check_week(f"{where}.seasons.{index}.weekly", season.weekly)
    _check_apart(f"{where}.seasons", calendar.seasons)
    for day, stretches in calendar.days.items():
        _check_day(f"{where}.days.{day}", stretches)
    for index, closure in enumerate(calendar.closures):
        _check_closure(f"{where}.closures.{index}", closure)
    return calendar


def _period(day: date, stretch: str, zone: ZoneInfo) -> OpenPeriod:
    opens, closes = stretch.split("-")
    if closes == "24:00":
        return OpenPeriod(
            instant(day, clock(opens), zone), last_instant(day + timedelta(days=1), MIDNIGHT, zone)
        )
    return OpenPeriod(instant(day, clock(opens), zone), last_instant(day, clock(closes), zone))


def _is_within(day: str, season: Season) -> bool:
    if season.first <= season.last:
        return season.first <= day <= season.last
    return day >= season.first or day <= season.last


def _check_week(where: str, week: Week) -> None:
    for day, stretches in week.items():
        if day not in DAYS:
            raise BadValue(where, repr(day), f"one of {', '.join(DAYS)}")
        _check_day(f"{where}.{day}", stretches)


def _check_day(where: str, stretches: tuple[str, ...]) -> None:
    spans = sorted((*_minutes(where, stretch), stretch) for stretch in stretches)
    for (_, ends, former), (begins, _, stretch) in pairwise(spans):
        if begins < ends:
            raise BadValue(where, f"{former!r} and {stretch!r}, which overlap", "stretches one after another")


def _minutes(where: str, stretch: str) -> tuple[int, int]:
    """From and to in minutes of the day."""
    opens, separator, closes = stretch.partition("-")
    try:
        begins = clock(opens)
        ends = MIDNIGHT if closes in ("24:00", "24.00") else clock(closes)
    except ValueError as error:
        raise BadValue(where, repr(stretch), "from and to such as 08:00-16:15, up to 24:00") from error
    whole_day = 24 * 60 if closes.startswith("24") else 0
    span = begins.hour * 60 + begins.minute, whole_day + ends.hour * 60 + ends.minute
    if not separator or span[0] >= span[1]:
        raise BadValue(where, repr(stretch), "an end after the beginning; 24:00 is the day's end")
    return span


def _check_season_day(where: str, text: str) -> None:
    try:
        if datetime.strptime(f"{_LEAP_YEAR}-{text}+0000", "%Y-%m-%d%z").strftime("%m-%d") == text:
            return
    except ValueError:
        pass
    raise BadValue(where, repr(text), "a day of the year such as 06-01")


def _check_apart(where: str, seasons: tuple[Season, ...]) -> None:
    for day in _days_of_year():
        within = [index for index, season in enumerate(seasons) if _is_within(day, season)]
        if len(within) > 1:
            raise BadValue(
                f"{where}.{within[1]}", f"{day} in season {within[0]} too", "seasons that do not overlap"
            )


def _days_of_year() -> Iterator[str]:
    first = date(_LEAP_YEAR, 1, 1)
    return (f"{first + timedelta(days=offset):%m-%d}" for offset in range(366))


def _check_closure(where: str, closure: Closure) -> None:
    if closure.last < closure.first:
        raise BadValue(f"{where}.last", closure.last, f"a day not before {closure.first}")
    if closure.last - closure.first > _LONGEST_CLOSURE:
        raise BadValue(f"{where}.last", closure.last, f"at most {_LONGEST_CLOSURE.days} days in a row")
