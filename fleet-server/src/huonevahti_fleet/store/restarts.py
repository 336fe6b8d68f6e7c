"""What people and the registry file set of restarts, and the bookings of rooms, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from huonevahti_fleet.domain.authors import Author
from huonevahti_fleet.domain.nightly import Booking, Edit, Layer, Origin, Place, Release, SetSchedule
from huonevahti_fleet.store import audit, restart_tables
from huonevahti_fleet.store.columns import to_text
from huonevahti_fleet.store.commit import add_to_counters, upsert
from huonevahti_fleet.store.tables import table
from huonevahti_wire.plan.layers import LAYERS, Schedule

SCHEDULE, RELEASE, BOOKING = (
    table(t) for t in (restart_tables.ScheduleRow, restart_tables.ReleaseRow, restart_tables.BookingRow)
)
_SCHEDULE = msgspec.json.Decoder(Schedule)
BOOKING_KEPT = timedelta(days=1)
"""How long after its end a booking is still there."""


def schedules(connection: Connection, *, filed: bool = False) -> tuple[SetSchedule, ...]:
    """Return the word of each layer that says anything, the widest first: a person's in place of the file's.

    With `filed` it is what the file says, whatever people have set.
    """
    found: dict[tuple[str, str], SetSchedule] = {}
    for row in connection.execute(select(SCHEDULE).order_by(SCHEDULE.c.origin)):  # `file` before `person`
        is_file = row.origin == "file"
        who, set_at = ("", None) if is_file else (row.who, row.set_at)
        if is_file or not filed:
            body = _SCHEDULE.decode(row.body)
            found[row.layer, row.slug] = SetSchedule(row.layer, row.slug, body, who, set_at)
    return tuple(sorted(found.values(), key=lambda each: (LAYERS.index(each.layer), each.slug)))


def put_schedule(connection: Connection, said: SetSchedule, origin: Origin, now: datetime) -> None:
    """Save a layer's word in place of the former one of the same origin."""
    row = {
        "layer": said.layer,
        "slug": said.slug,
        "origin": origin,
        "who": said.who,
        "set_at": said.set_at or now,
    }
    connection.execute(
        upsert("restart_schedule", connection.dialect.name), [{**row, "body": to_text(said.schedule)}]
    )
    _set(connection)


def edit(connection: Connection, edits: Iterable[Edit], by: Author) -> None:
    """Save what a person wants these layers to say, and note what it turned from and into."""
    noted = []
    for each in edits:
        before = _persons_word(connection, each.place)
        if each.schedule is None:
            _drop(connection, each.layer, each.slug)
        else:
            said = SetSchedule(each.layer, each.slug, each.schedule, by.who, by.at)
            put_schedule(connection, said, "person", by.at)
        noted.append(("/".join(each.place).rstrip("/"), before, _persons_word(connection, each.place)))
    audit.note(connection, "schedule", (turn for turn in noted if turn[1] != turn[2]), by)


def _persons_word(connection: Connection, place: Place) -> str:
    is_it = (SCHEDULE.c.layer == place[0], SCHEDULE.c.slug == place[1], SCHEDULE.c.origin == "person")
    return str(connection.execute(select(SCHEDULE.c.body).where(*is_it)).scalar() or "")


def _drop(connection: Connection, layer: Layer, slug: str) -> None:
    _delete(connection, SCHEDULE.c.layer == layer, SCHEDULE.c.slug == slug, SCHEDULE.c.origin == "person")


def replace_filed(connection: Connection, filed: Iterable[SetSchedule], now: datetime) -> None:
    """Put the words of a registry file in place of those of the former file."""
    _delete(connection, SCHEDULE.c.origin == "file")
    for each in filed:
        put_schedule(connection, each, "file", now)


def releases(connection: Connection) -> dict[str, Release]:
    """Return by room when a person last set its restart loop right."""
    return {row.room: Release(row.room, row.at, row.who) for row in connection.execute(select(RELEASE))}


def put_release(connection: Connection, release: Release) -> None:
    """Save that a person set a room's restart loop right."""
    row = {"room": release.room, "at": release.at, "who": release.who}
    connection.execute(upsert("restart_release", connection.dialect.name), [row])
    audit.note(connection, "restart_loop", [(release.room, "", to_text("set_right"))], Author(release.who, release.at))
    _set(connection)


def bookings(connection: Connection, now: datetime) -> dict[str, tuple[Booking, ...]]:
    """Return by room the bookings that have not ended, the next first."""
    found: dict[str, list[Booking]] = {}
    query = select(BOOKING).where(BOOKING.c.ends_at > now).order_by(BOOKING.c.starts_at, BOOKING.c.ends_at)
    for row in connection.execute(query):
        found.setdefault(row.room, []).append(Booking(row.starts_at, row.ends_at))
    return {room: tuple(booked) for room, booked in found.items()}


def put_bookings(connection: Connection, room: str, booked: Iterable[Booking], now: datetime) -> None:
    """Put these bookings in place of all of a room that have not ended; those that have go within a day."""
    connection.execute(delete(BOOKING).where(BOOKING.c.room == room, BOOKING.c.ends_at > now))
    rows = [{"room": room, "starts_at": each.starts_at, "ends_at": each.ends_at} for each in booked]
    if rows:
        connection.execute(BOOKING.insert(), rows)
    _set(connection)


def prune(connection: Connection, now: datetime) -> None:
    """Delete the bookings that ended a day ago."""
    connection.execute(delete(BOOKING).where(BOOKING.c.ends_at <= now - BOOKING_KEPT))


def _delete(connection: Connection, *conditions: Any) -> None:
    connection.execute(delete(SCHEDULE).where(*conditions))
    _set(connection)


def _set(connection: Connection) -> None:
    """Have whoever sends configs look again, and open pages too."""
    add_to_counters(connection, {"schedules": 1, "change": 1})
