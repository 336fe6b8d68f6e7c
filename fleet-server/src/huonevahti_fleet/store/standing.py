"""How every room stands, read often: what has not changed since the last time is not made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Text, cast, func, select

from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.history import Presence
from huonevahti_fleet.domain.rooms import Incident, IncidentState, Room, RoomState, Verdict
from huonevahti_fleet.store import tables
from huonevahti_fleet.store.columns import maybe_instant, to_instant
from huonevahti_fleet.store.reading import INCIDENT_COLUMNS, incident_of

ROOM, ROOM_NOW, HEARD, PRESENCE, INCIDENT = (
    tables.table(t)
    for t in (tables.RoomRow, tables.RoomNowRow, tables.HeardRow, tables.PresenceRow, tables.IncidentRow)
)
_HARMS, _CONFIDENCES = tuple(Harm), tuple(Confidence)
_ACTIVE = (IncidentState.OPEN.value, IncidentState.WATCHING.value)


_FOUND = ("verdict", "since", "in_session", "is_open", "opens_at", "closes_at")
_SAID = ("status", "since", "reason", "expected_back_by", "boot_id")
_COLUMNS = (
    ROOM.c.slug,
    *(ROOM_NOW.c[name] for name in _FOUND),
    HEARD.c.last_seen_at,
    *(PRESENCE.c[name] for name in _SAID),
)
_SEEN = 7
"""Where `last_seen_at` stands in a row: all that a heartbeat changes."""
_ROWS = msgspec.json.Decoder(list[tuple[Any, ...]])
_INCIDENTS = select(*INCIDENT_COLUMNS).where(INCIDENT.c.state.in_(_ACTIVE)).order_by(INCIDENT.c.row)


class Standing:
    """Reads the rooms of one database; one thread at a time."""

    def __init__(self) -> None:
        self._incidents: dict[int, tuple[Any, Incident]] = {}
        self._rooms: dict[str, tuple[Any, Room, tuple[Incident, ...], RoomState]] = {}

    def read(self, connection: Connection, rooms: Mapping[str, Room]) -> tuple[RoomState, ...]:
        """Return every room as it stands, by slug."""
        by_room = self._read_incidents(connection)
        rows = _ROWS.decode(connection.execute(_rooms(connection.dialect.name)).scalar() or "[]")
        states = [self._room(row, rooms[row[0]], by_room.get(row[0], ())) for row in rows if row[0] in rooms]
        self._rooms = {slug: known for slug, known in self._rooms.items() if slug in rooms}
        return tuple(sorted(states, key=lambda state: state.room.slug))

    def _read_incidents(self, connection: Connection) -> dict[str, tuple[Incident, ...]]:
        known, self._incidents = self._incidents, {}
        by_room: dict[str, list[Incident]] = {}
        for row in connection.execute(_INCIDENTS):
            before = known.get(row.row)
            incident = before[1] if before and before[0] == row else incident_of(row)
            self._incidents[row.row] = (row, incident)
            for slug in incident.rooms:
                by_room.setdefault(slug, []).append(incident)
        return {slug: worst_first(incidents) for slug, incidents in by_room.items()}

    def _room(self, row: Any, room: Room, incidents: tuple[Incident, ...]) -> RoomState:
        known = self._rooms.get(room.slug)
        if (
            known is None
            or known[1] is not room
            or known[2] != incidents
            or _but_seen(known[0]) != _but_seen(row)
        ):
            state = _made(row, room, incidents)
        elif known[0] == row:
            return known[3]
        else:
            state = replace(
                known[3], presence=replace(known[3].presence, last_seen_at=to_instant(row[_SEEN]))
            )
        self._rooms[room.slug] = (row, room, incidents, state)
        return state


@cache
def _rooms(dialect: str) -> Select[Any]:
    """Return the question for all rooms, answered in one row of JSON.

    The driver of SQLite lets other threads run before each row, and a busy ingest then keeps the interpreter for
    5 ms: a thousand rows, each fetched for itself, would take seconds.
    """
    postgresql = dialect == "postgresql"
    row, gather = (
        (func.json_build_array, func.json_agg) if postgresql else (func.json_array, func.json_group_array)
    )
    return (
        select(cast(gather(row(*_COLUMNS)), Text))
        .select_from(ROOM)
        .join(ROOM_NOW, ROOM_NOW.c.room == ROOM.c.slug)
        .outerjoin(HEARD, HEARD.c.terminal == ROOM.c.terminal)
        .outerjoin(PRESENCE, PRESENCE.c.terminal == ROOM.c.terminal)
    )


def _but_seen(row: Any) -> Any:
    return row[:_SEEN], row[_SEEN] is None, row[_SEEN + 1 :]


def _made(row: Any, room: Room, incidents: tuple[Incident, ...]) -> RoomState:
    _, verdict, since, in_session, is_open, opens_at, closes_at, seen_at, *said = row
    told, said_since, reason, back_by, boot_id = said
    status: Any = told or ("never" if seen_at is None else "online")
    return RoomState(
        room=room,
        verdict=Verdict(verdict),
        since=to_instant(since),
        in_session=None if in_session is None else bool(in_session),
        presence=Presence(
            status,
            maybe_instant(seen_at),
            maybe_instant(said_since),
            reason or "",
            maybe_instant(back_by),
            boot_id or "",
        ),
        incidents=tuple(i for i in incidents if i.state is IncidentState.OPEN),
        watching=tuple(i for i in incidents if i.state is IncidentState.WATCHING),
        is_open=bool(is_open),
        opens_at=maybe_instant(opens_at),
        closes_at=maybe_instant(closes_at),
    )


def worst_first(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Return incidents by harm, then by how sure, then the older first."""
    return tuple(
        sorted(
            incidents,
            key=lambda i: (_HARMS.index(i.harm), _CONFIDENCES.index(i.fault.confidence), i.fault.since),
        )
    )
