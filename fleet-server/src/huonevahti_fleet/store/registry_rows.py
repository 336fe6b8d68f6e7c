"""The registry as rows, and rows as the rooms that all else speaks of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from huonevahti_fleet.domain.filed_restarts import filed
from huonevahti_fleet.domain.registry import HoursPlan, Registry, RoomEntry, SiteEntry
from huonevahti_fleet.domain.rooms import Room, Site, Verdict
from huonevahti_fleet.store import restarts, tables
from huonevahti_fleet.store.columns import to_text
from huonevahti_fleet.store.commit import add_to_counters, insert_new
from huonevahti_wire.profile import Profile

ORGANISATION, SITE, ROOM = (tables.table(t) for t in (tables.OrganisationRow, tables.SiteRow, tables.RoomRow))
_NAMES = msgspec.json.Decoder(dict[str, str])
_PROFILE = msgspec.json.Decoder(Profile)
_HOURS = msgspec.json.Decoder(HoursPlan)


def save_registry(connection: Connection, registry: Registry, now: datetime) -> None:
    """Put a registry in place of the former one; what was heard of its rooms stays."""
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (ORGANISATION, [{"slug": o.slug, "name": to_text(o.name)} for o in registry.organisations]),
        (SITE, [_site_row(s) for s in registry.sites]),
        (ROOM, [_room_row(r) for r in registry.rooms]),
    ]
    for table, values in rows:
        connection.execute(table.delete())
        if values:
            connection.execute(table.insert(), values)
    restarts.replace_filed(connection, filed(registry), now)
    first = [_first_look(r, now) for r in registry.rooms]
    if first:
        connection.execute(insert_new("room_now", connection.dialect.name), first)
    add_to_counters(connection, {"registry": 1, "change": 1})


def _site_row(site: SiteEntry) -> dict[str, Any]:
    plain = {"slug": site.slug, "organisation": site.organisation, "time_zone": site.time_zone}
    return {**plain, "name": to_text(site.name), "hours": to_text(site.hours) if site.hours else ""}


def _room_row(room: RoomEntry) -> dict[str, Any]:
    plain = {"slug": room.slug, "site": room.site, "stage": room.stage, "terminal": room.terminal}
    hours = to_text(room.hours) if room.hours else ""
    off = tuple(dict.fromkeys((*room.profile.remedies_off, *room.remedies_off)))
    profile = msgspec.structs.replace(room.profile, remedies_off=off)
    return {**plain, "name": to_text(room.name), "profile": to_text(profile), "hours": hours}


def _first_look(room: RoomEntry, now: datetime) -> dict[str, Any]:
    verdict = Verdict.ONBOARDING if room.stage == "onboarding" else Verdict.NO_DATA
    plain = {"room": room.slug, "verdict": verdict.value, "since": now, "in_session": None}
    return {**plain, "is_open": False, "opens_at": None, "closes_at": None}


def load_sites(connection: Connection) -> tuple[Site, ...]:
    """Return every site, by slug."""
    rows = connection.execute(select(SITE).order_by(SITE.c.slug)).all()
    of_organisation = {r.slug: _NAMES.decode(r.name) for r in connection.execute(select(ORGANISATION))}
    return tuple(
        Site(r.slug, _NAMES.decode(r.name), r.organisation, r.time_zone, of_organisation[r.organisation])
        for r in rows
    )


def load_organisations(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the names of every organisation by its slug."""
    rows = connection.execute(select(ORGANISATION).order_by(ORGANISATION.c.slug))
    return {row.slug: _NAMES.decode(row.name) for row in rows}


def load_rooms(connection: Connection) -> dict[str, Room]:
    """Return every room by slug; rooms of one profile share it."""
    sites = {site.slug: site for site in load_sites(connection)}
    profiles: dict[str, Profile] = {}
    rooms = {}
    for row in connection.execute(select(ROOM).order_by(ROOM.c.slug)):
        profile = profiles.get(row.profile) or profiles.setdefault(row.profile, _PROFILE.decode(row.profile))
        names = _NAMES.decode(row.name)
        rooms[row.slug] = Room(row.slug, names, sites[row.site], row.stage, row.terminal, profile)
    return rooms


def load_hours(connection: Connection) -> dict[str, HoursPlan | None]:
    """Return the opening hours of every room, its own or its site's."""
    query = select(ROOM.c.slug, ROOM.c.hours, SITE.c.hours.label("of_site")).join(
        SITE, SITE.c.slug == ROOM.c.site
    )
    plans: dict[str, HoursPlan | None] = {"": None}
    for row in connection.execute(query):
        text = row.hours or row.of_site
        if text not in plans:
            plans[text] = _HOURS.decode(text)
    return {row.slug: plans[row.hours or row.of_site] for row in connection.execute(query)}
