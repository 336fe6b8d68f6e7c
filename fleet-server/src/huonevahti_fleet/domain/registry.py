"""The registry: which organisations, sites, rooms and terminals there are, and when they are open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from msgspec import Meta, Struct

from huonevahti_fleet.domain.history import Stage
from huonevahti_wire import topics
from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan import hours as plan
from huonevahti_wire.profile import Profile

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]
TerminalId = Annotated[str, Meta(pattern=rf"^{topics.TERMINAL_PATTERN}$")]
Names = Annotated[
    dict[Literal["fi", "sv", "en"], Annotated[str, Meta(min_length=1, max_length=80)]], Meta(min_length=1)
]
_CLOCK = "([01][0-9]|2[0-3])[:.][0-5][0-9]"
Stretch = Annotated[str, Meta(pattern=rf"^{_CLOCK}-({_CLOCK}|24[:.]00)$")]
"""From and to on one day, for instance 08:00-16:15; 24:00 is the day's end."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MIDNIGHT = time(0)
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class BadRegistry(Exception):
    """A registry that cannot be used: the place in it, and what was expected there."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"{path}: {text}")
        self.path = path
        self.text = text


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours as periods in order of time; rooms with the same hours share one."""

    periods: tuple[OpenPeriod, ...] = ()
    closings: tuple[datetime, ...] = ()
    known_until: datetime | None = None

    def at(self, now: datetime) -> tuple[bool, datetime | None, datetime | None]:
        """Return whether it is open, when it opens next, and when it closes if it is open.

        What is open around the clock has no closing: it lasts as far as the hours are known.
        """
        index = bisect_right(self.closings, now)
        if index == len(self.periods):
            return False, None, None
        period = self.periods[index]
        if period.opens_at <= now:
            following = self.periods[index + 1].opens_at if index + 1 < len(self.periods) else None
            closes_at = None if period.closes_at == self.known_until else period.closes_at
            return True, following, closes_at
        return False, period.opens_at, None


CLOSED = Hours()
"""No opening hours are known."""


class HoursPlan(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a place is open: by weekday, less public holidays of `holidays` (a country, or none) and closed days."""

    weekly: dict[Weekday, tuple[Stretch, ...]] = {}
    closed: dict[date, Annotated[str, Meta(max_length=80)]] = {}
    holidays: Literal["FI", ""] = "FI"


class Organisation(Struct, frozen=True, forbid_unknown_fields=True):
    """Who runs sites."""

    slug: Slug
    name: Names


class SiteEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A place with rooms."""

    slug: Slug
    organisation: Slug
    name: Names
    time_zone: str = "Europe/Helsinki"
    hours: HoursPlan | None = None


class RoomEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A room of a site; `hours` overrule those of its site, `terminal` is None until one is brought in."""

    slug: Slug
    site: Slug
    name: Names
    profile: Profile
    stage: Stage = "in_service"
    terminal: TerminalId | None = None
    hours: HoursPlan | None = None


class Registry(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is registered."""

    organisations: tuple[Organisation, ...] = ()
    sites: tuple[SiteEntry, ...] = ()
    rooms: tuple[RoomEntry, ...] = ()


def check(registry: Registry) -> Registry:
    """Return the registry if its parts agree with one another, else raise `BadRegistry`."""
    organisations = _unique("organisations", "slug", [o.slug for o in registry.organisations])
    sites = _unique("sites", "slug", [s.slug for s in registry.sites])
    _unique("rooms", "slug", [r.slug for r in registry.rooms])
    _unique("rooms", "terminal", [r.terminal for r in registry.rooms])
    for index, site in enumerate(registry.sites):
        _known(f"sites.{index}.organisation", site.organisation, organisations)
        _check_zone(f"sites.{index}.time_zone", site.time_zone)
        _check_hours(f"sites.{index}.hours", site.hours)
    for index, room in enumerate(registry.rooms):
        _known(f"rooms.{index}.site", room.site, sites)
        _check_hours(f"rooms.{index}.hours", room.hours)
        if room.terminal == "server":
            raise BadRegistry(
                f"rooms.{index}.terminal", "`server` is the server's own name, another id was expected"
            )
    return registry


def _unique(kind: str, field: str, values: Sequence[str | None]) -> set[str]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise BadRegistry(f"{kind}.{index}.{field}", f"{value!r} stands twice, once was expected")
        if value is not None:
            seen.add(value)
    return seen


def _known(path: str, slug: str, known: Iterable[str]) -> None:
    if slug not in known:
        raise BadRegistry(
            path, f"{slug!r} is not registered, one of {', '.join(sorted(known)) or 'none'} was expected"
        )


def _check_zone(path: str, name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadRegistry(
            path, f"{name!r} is no time zone, for instance Europe/Helsinki was expected"
        ) from error


def _check_hours(path: str, hours: HoursPlan | None) -> None:
    for day, stretches in hours.weekly.items() if hours else ():
        for stretch in stretches:
            opens, closes = stretch.replace(".", ":").split("-")
            if opens >= closes:  # as text they stand in the order of the clock
                raise BadRegistry(
                    f"{path}.weekly.{day}", f"{stretch!r} ends before it begins, from-to was expected"
                )


def _times(stretch: str) -> tuple[time, time]:
    """Return from and to; the end of the day is the beginning of the next, as `plan.expand` takes it."""
    opens, closes = (text.replace(".", ":") for text in stretch.split("-"))
    return time.fromisoformat(opens), MIDNIGHT if closes == "24:00" else time.fromisoformat(closes)


@lru_cache(maxsize=64)
def _public_holidays(country: str, first_year: int) -> dict[date, str]:
    years = range(first_year, first_year + 3)
    return dict(holidays.country_holidays(country, years=years).items())


def expand(hours: HoursPlan | None, time_zone: str, now: datetime) -> Hours:
    """Return the opening hours as periods, from yesterday on for 400 days; none when no hours are known."""
    if hours is None:
        return CLOSED
    zone = ZoneInfo(time_zone)
    first = (now.astimezone(zone) - timedelta(days=1)).date()
    public = _public_holidays(hours.holidays, first.year) if hours.holidays else {}
    weekly = {
        WEEKDAYS.index(day): [_times(s) for s in sorted(stretches)] for day, stretches in hours.weekly.items()
    }
    periods = tuple(_joined(plan.expand(weekly, {**public, **hours.closed}, zone, first)))
    end = datetime.combine(first + timedelta(days=plan.EXPANDED_DAYS), MIDNIGHT, zone).astimezone(UTC)
    return Hours(periods, tuple(period.closes_at for period in periods), end)


def _joined(periods: Iterable[OpenPeriod]) -> Iterator[OpenPeriod]:
    """Yield the periods, those that follow one another without a gap as one."""
    ahead: OpenPeriod | None = None
    for period in periods:
        if ahead is not None and ahead.closes_at == period.opens_at:
            ahead = OpenPeriod(ahead.opens_at, period.closes_at)
            continue
        if ahead is not None:
            yield ahead
        ahead = period
    if ahead is not None:
        yield ahead
