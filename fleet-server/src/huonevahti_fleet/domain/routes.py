"""Routes: who is told of an owner's faults and how, when they answer, and which of several routes wins at a site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import (
    BadRegistry,
    Hours,
    HoursPlan,
    Registry,
    check_hours,
    expand,
)
from huonevahti_wire.plan.civil import BadValue

PILOT_HOURS = HoursPlan(weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00-16:15",)))
"""When the pilot's desk answers: 08.00-16.15 on weekdays, public holidays excepted."""
HOME_ZONE = "Europe/Helsinki"
Won = Literal["site_and_organisation", "site", "organisation", "everywhere", "none"]
Channel = Literal["email", "webhook", "copy"]
Key = tuple[Owner, str, str]
"""Owner, site and organisation of a route; an empty one means any."""
EMAIL = re.compile(r"[^@\s\x00-\x1f<>\",;]{1,64}@[A-Za-z0-9.-]{1,190}")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{3,24}")
QUIET = re.compile(r"([01][0-9]|2[0-3])[:.]([0-5][0-9])-([01][0-9]|2[0-3])[:.]([0-5][0-9])")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Route(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Who answers for an owner: everywhere, for an organisation, at a site, or for an organisation at a site.

    `quiet` is a stretch of every day (`22.00-07.00`) in which nothing is sent; `secret` signs what goes to `webhook`;
    `outside` says in free text what to do while nobody answers. All clock times are those of `time_zone`.
    """

    owner: Owner
    name: str
    site: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    webhook: str = ""
    secret: str = ""
    language: Literal["fi", "sv", "en"] = "fi"
    hours: HoursPlan = PILOT_HOURS
    time_zone: str = HOME_ZONE
    outside: str = ""
    quiet: str = ""

    @property
    def key(self) -> Key:
        """What there is only one route of."""
        return self.owner, self.site, self.organisation

    @property
    def channels(self) -> tuple[Channel, ...]:
        """How it is told; by a person who copies the text when there is no other way."""
        found: list[Channel] = []
        if self.email:
            found.append("email")
        if self.webhook:
            found.append("webhook")
        return tuple(found) or ("copy",)


class RegistryFile(Registry, frozen=True, forbid_unknown_fields=True):
    """A registry with the routes that a new installation begins with."""

    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The route that is used, and what made it win; no route and `none` when there is none."""

    route: Route | None
    won: Won


@dataclass(frozen=True, slots=True)
class Answering:
    """Whether somebody answers now, until when, and when next."""

    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None


def choose(routes: Iterable[Route], owner: Owner, site: str, organisation: str) -> Chosen:
    """Return the narrowest route for an owner at a site that belongs to an organisation."""
    found = {route.key: route for route in routes if route.owner is owner}
    keys: tuple[tuple[Key, Won, bool], ...] = (
        ((owner, site, organisation), "site_and_organisation", bool(site and organisation)),
        ((owner, site, ""), "site", bool(site)),
        ((owner, "", organisation), "organisation", bool(organisation)),
        ((owner, "", ""), "everywhere", True),
    )
    for key, won, is_known in keys:
        if is_known and key in found:
            return Chosen(found[key], won)
    return Chosen(None, "none")


def answering(route: Route, now: datetime) -> Answering:
    """Return whether a route is open now."""
    day = now.astimezone(ZoneInfo(route.time_zone)).date()
    return Answering(*_expanded(msgspec.json.encode(route.hours), route.time_zone, day).at(now))


@lru_cache(maxsize=512)
def _expanded(hours: bytes, time_zone: str, day: date) -> Hours:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(time_zone))
    return expand(msgspec.json.decode(hours, type=HoursPlan), time_zone, noon)


def quiet_until(route: Route, now: datetime) -> datetime | None:
    """Return when the route's quiet hours end if it is in them now, else None; none last longer than a day."""
    found = QUIET.fullmatch(route.quiet)
    if found is None:
        return None
    zone = ZoneInfo(route.time_zone)
    local = now.astimezone(zone)
    begin, end = (int(found[i]) * 60 + int(found[i + 1]) for i in (1, 3))
    minute = local.hour * 60 + local.minute
    is_quiet = begin <= minute < end if begin < end else minute >= begin or minute < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=int(minute >= end))
    return datetime(day.year, day.month, day.day, end // 60, end % 60, tzinfo=zone).astimezone(now.tzinfo)


def dialled(phone: str) -> str:
    """Return what a telephone dials for a number as people write it: the nought behind a country's code is not."""
    digits = re.sub(r"^(\+[0-9 ]+)\(0\)", r"\1", phone.strip())
    return re.sub(r"[ ()-]", "", digits)


def wrong(route: Route) -> Iterator[tuple[str, str]]:
    """Yield each field of a route that cannot be used, with what was expected there, in English."""
    if not 1 <= len(route.name.strip()) <= 80:
        yield "name", "the name of a desk, 1 to 80 characters"
    if route.phone and not PHONE.fullmatch(route.phone):
        yield "phone", "a telephone number, for instance +358 40 123 4567"
    if route.email and not (EMAIL.fullmatch(route.email) and _is_host(route.email.partition("@")[2])):
        yield "email", "one e-mail address, for instance desk@example.fi"
    if route.webhook and not _is_address(route.webhook):
        yield "webhook", "an https:// address without a user's name (http:// on this machine only)"
    if route.secret and not 16 <= len(route.secret) <= 200:
        yield "secret", "16 to 200 characters"
    if len(route.outside) > 300:
        yield "outside", "at most 300 characters"
    yield from _wrong_times(route)


def _wrong_times(route: Route) -> Iterator[tuple[str, str]]:
    if route.quiet and not _is_quiet(route.quiet):
        yield "quiet", "from-to, for instance 22.00-07.00"
    if not _is_zone(route.time_zone):
        yield "time_zone", "a time zone, for instance Europe/Helsinki"
    try:
        check_hours("hours", route.hours)
    except BadValue as error:
        yield error.where, error.expected


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = len(text) <= 300 and text.isascii() and text.isprintable() and " " not in text
    allowed = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return is_plain and allowed and port_is_good and _is_host(parts.hostname or "") and parts.username is None


def _is_host(name: str) -> bool:
    """Return whether a name can be looked up: no empty or too long word between its full stops."""
    return ":" in name or all(1 <= len(word) <= 63 for word in name.removesuffix(".").split("."))


def _is_quiet(text: str) -> bool:
    found = QUIET.fullmatch(text)
    return found is not None and (found[1], found[2]) != (found[3], found[4])


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def check_routes(routes: Iterable[Route], sites: Collection[str], organisations: Collection[str]) -> None:
    """Raise `BadRegistry` for the first route that cannot be used, or whose place is not registered."""
    seen: set[Key] = set()
    for index, route in enumerate(routes):
        at = f"routes.{index}"
        for field, expected in wrong(route):
            value = getattr(route, field.split(".")[0])
            told = "that" if field.startswith(("hours", "secret")) else repr(value)
            raise BadRegistry(f"{at}.{field}", f"{told} cannot be used, {expected} was expected")
        for field, slug, known in (
            ("site", route.site, sites),
            ("organisation", route.organisation, organisations),
        ):
            if slug and slug not in known:
                listed = ", ".join(sorted(known)) or "none"
                raise BadRegistry(
                    f"{at}.{field}", f"{slug!r} is not registered, one of {listed} was expected"
                )
        if route.key in seen:
            raise BadRegistry(
                f"{at}.owner", f"{route.owner.value!r} has two routes for one place, one was expected"
            )
        seen.add(route.key)
