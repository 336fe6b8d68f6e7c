"""The registry: which organisations, sites, rooms and terminals there are, and when they are open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from msgspec import Meta, Struct, field

from huonevahti_fleet.domain.history import Stage
from huonevahti_wire import topics
from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan import calendar
from huonevahti_wire.plan.calendar import Calendar, checked
from huonevahti_wire.plan.civil import MIDNIGHT, BadValue, last_instant
from huonevahti_wire.plan.hours import EXPANDED_DAYS
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.plan.layers import checked as check_schedule
from huonevahti_wire.plan.mending import TREATED, unknown
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import RemedyName

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]
TerminalId = Annotated[str, Meta(pattern=rf"^{topics.TERMINAL_PATTERN}$")]
Names = Annotated[
    dict[Literal["fi", "sv", "en"], Annotated[str, Meta(min_length=1, max_length=80)]], Meta(min_length=1)
]
WEEKDAYS = calendar.DAYS


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


class HoursPlan(Calendar, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a place is open: its calendar, less the public holidays of a country and `closed` days with a reason.

    `holidays` is a country, or a part of one, as the `holidays` library names them (FI, FI-01); empty is none.
    """

    closed: dict[date, Annotated[str, Meta(max_length=80)]] = field(default_factory=dict)
    holidays: Annotated[str, Meta(max_length=12)] = "FI"


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
    restart: Schedule = Schedule()


class RoomEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A room of a site; `hours` overrule those of its site, `terminal` is None until one is brought in.

    What `restart` says overrules its site's, key by key. `remedies_off` names what its
    terminal shall not mend by itself, beside what the profile switches off; `*` is all.
    """

    slug: Slug
    site: Slug
    name: Names
    profile: Profile
    stage: Stage = "in_service"
    terminal: TerminalId | None = None
    hours: HoursPlan | None = None
    restart: Schedule = Schedule()
    remedies_off: tuple[RemedyName, ...] = ()


class Registry(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is registered; `restart` is what all sites' and rooms' own words overrule."""

    organisations: tuple[Organisation, ...] = ()
    sites: tuple[SiteEntry, ...] = ()
    rooms: tuple[RoomEntry, ...] = ()
    restart: Schedule = Schedule()


def check(registry: Registry) -> Registry:
    """Return the registry if its parts agree with one another, else raise `BadRegistry`."""
    organisations = _unique("organisations", "slug", [o.slug for o in registry.organisations])
    sites = _unique("sites", "slug", [s.slug for s in registry.sites])
    _unique("rooms", "slug", [r.slug for r in registry.rooms])
    _unique("rooms", "terminal", [r.terminal for r in registry.rooms])
    for index, site in enumerate(registry.sites):
        _known(f"sites.{index}.organisation", site.organisation, organisations)
        _check_zone(f"sites.{index}.time_zone", site.time_zone)
        _check_told(f"sites.{index}", site)
    for index, room in enumerate(registry.rooms):
        _known(f"rooms.{index}.site", room.site, sites)
        _check_told(f"rooms.{index}", room)
        _check_remedies(f"rooms.{index}", room)
        if room.terminal == "server":
            raise BadRegistry(
                f"rooms.{index}.terminal", "`server` is the server's own name, another id was expected"
            )
    with as_bad_registry():
        check_schedule("restart", registry.restart)
    return registry


def _check_remedies(path: str, room: RoomEntry) -> None:
    for key, names in (("remedies_off", room.remedies_off), ("profile.remedies_off", room.profile.remedies_off)):
        for name in unknown(names):
            known = ", ".join(TREATED)
            raise BadRegistry(f"{path}.{key}", f"found {name}, expected a remedy ({known}) or *")


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


def check_hours(path: str, hours: HoursPlan) -> None:
    """Raise `BadValue` of the first thing in opening hours that cannot be."""
    country, _, part = hours.holidays.partition("-")
    parts = holidays.list_supported_countries().get(country)
    if hours.holidays and (parts is None or (part and part not in parts)):
        raise BadValue(f"{path}.holidays", repr(hours.holidays), "a country such as FI, or nothing")
    checked(path, hours)


def _check_told(path: str, entry: SiteEntry | RoomEntry) -> None:
    with as_bad_registry():
        if entry.hours is not None:
            check_hours(f"{path}.hours", entry.hours)
        check_schedule(f"{path}.restart", entry.restart)


@contextmanager
def as_bad_registry() -> Iterator[None]:
    """Turn what the plan refuses into what a registry is refused with."""
    try:
        yield
    except BadValue as error:
        raise BadRegistry(error.where, str(error).removeprefix(f"{error.where}: ")) from error


@lru_cache(maxsize=64)
def _public_holidays(code: str, first_year: int) -> dict[date, str]:
    country, _, part = code.partition("-")
    years = range(first_year, first_year + 3)
    return dict(holidays.country_holidays(country, subdiv=part or None, years=years).items())


def expand(hours: HoursPlan | None, time_zone: str, now: datetime) -> Hours:
    """Return the opening hours as periods, from yesterday on for 400 days; none when no hours are known."""
    if hours is None:
        return CLOSED
    zone = ZoneInfo(time_zone)
    first = (now.astimezone(zone) - timedelta(days=1)).date()
    public = _public_holidays(hours.holidays, first.year) if hours.holidays else {}
    periods = calendar.expand(hours, {**public, **hours.closed}, zone, first)
    end = last_instant(first + timedelta(days=EXPANDED_DAYS), MIDNIGHT, zone)
    return Hours(periods, tuple(period.closes_at for period in periods), end)
