"""What pages and the API ask: rooms as they stand, incidents, what was quarantined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.history import Presence
from huonevahti_fleet.domain.rooms import (
    Incident,
    IncidentState,
    Quarantined,
    Room,
    RoomDetail,
    RoomState,
    Verdict,
)
from huonevahti_fleet.store import faults_json, tables
from huonevahti_wire.messages import Event
from huonevahti_wire.signals import Signal

SIGNAL, EVENT, ROOM, ROOM_NOW, HEARD, PRESENCE, INCIDENT, INCIDENT_ROOM, QUARANTINE, COUNTER = (
    tables.table(t)
    for t in (
        *(
            tables.SignalRow,
            tables.EventRow,
            tables.RoomRow,
            tables.RoomNowRow,
            tables.HeardRow,
            tables.PresenceRow,
        ),
        *(tables.IncidentRow, tables.IncidentRoomRow, tables.QuarantineRow, tables.CounterRow),
    )
)
_SIGNAL = msgspec.json.Decoder(Signal)
_EVENT = msgspec.json.Decoder(Event)
_SLUGS = msgspec.json.Decoder(tuple[str, ...])
_HARMS, _CONFIDENCES = tuple(Harm), tuple(Confidence)
_ACTIVE = (IncidentState.OPEN.value, IncidentState.WATCHING.value)


def counter(connection: Connection, name: str) -> int:
    """Return a counter, 0 when it was never raised."""
    return int(connection.execute(select(COUNTER.c.value).where(COUNTER.c.name == name)).scalar() or 0)


def incident_of(row: Row[Any]) -> Incident:
    """Return the incident in a row."""
    return Incident(
        key=row.key,
        number=row.number,
        state=IncidentState(row.state),
        fault=faults_json.from_text(row.fault),
        room=row.room,
        site=row.site,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        opened_at=row.opened_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        reopened=row.reopened,
        rooms=_SLUGS.decode(row.rooms),
    )


def worst_first(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Return incidents by harm, then by how sure, then the older first."""
    return tuple(
        sorted(
            incidents,
            key=lambda i: (_HARMS.index(i.harm), _CONFIDENCES.index(i.fault.confidence), i.fault.since),
        )
    )


def room_states(connection: Connection, rooms: Mapping[str, Room]) -> tuple[RoomState, ...]:
    """Return every room as it stands, by slug."""
    by_room = _active(connection)
    query = (
        select(ROOM.c.slug, ROOM_NOW, HEARD.c.last_seen_at, PRESENCE)
        .select_from(ROOM)
        .join(ROOM_NOW, ROOM_NOW.c.room == ROOM.c.slug)
        .outerjoin(HEARD, HEARD.c.terminal == ROOM.c.terminal)
        .outerjoin(PRESENCE, PRESENCE.c.terminal == ROOM.c.terminal)
        .order_by(ROOM.c.slug)
    )
    return tuple(
        _room_state(row, rooms[row.slug], by_room.get(row.slug, []))
        for row in connection.execute(query)
        if row.slug in rooms
    )


def _active(connection: Connection) -> dict[str, list[Incident]]:
    by_room: dict[str, list[Incident]] = {}
    for row in connection.execute(select(INCIDENT).where(INCIDENT.c.state.in_(_ACTIVE))):
        incident = incident_of(row)
        for slug in incident.rooms:
            by_room.setdefault(slug, []).append(incident)
    return by_room


def _room_state(row: Row[Any], room: Room, incidents: list[Incident]) -> RoomState:
    return RoomState(
        room=room,
        verdict=Verdict(row.verdict),
        since=row.since,
        in_session=row.in_session,
        presence=_presence(row),
        incidents=worst_first(i for i in incidents if i.state is IncidentState.OPEN),
        watching=worst_first(i for i in incidents if i.state is IncidentState.WATCHING),
        is_open=row.is_open,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
    )


def _presence(row: Row[Any]) -> Presence:
    status: Any = row.status or ("never" if row.last_seen_at is None else "online")
    return Presence(
        status, row.last_seen_at, row.since_1, row.reason or "", row.expected_back_by, row.boot_id or ""
    )


def room_detail(connection: Connection, state: RoomState) -> RoomDetail:
    """Return a room with its signals, its last twenty numbered incidents and its last fifty events."""
    slug, terminal = state.room.slug, state.room.terminal
    signals = connection.execute(
        select(SIGNAL.c.body).where(SIGNAL.c.terminal == terminal).order_by(SIGNAL.c.name)
    )
    recent = (
        select(INCIDENT)
        .join(INCIDENT_ROOM, INCIDENT_ROOM.c.incident == INCIDENT.c.row)
        .where(INCIDENT_ROOM.c.room == slug, INCIDENT.c.number.is_not(None))
        .order_by(INCIDENT.c.number.desc())
        .limit(20)
    )
    events = (
        select(EVENT.c.body)
        .where(EVENT.c.room == slug)
        .order_by(EVENT.c.at.desc(), EVENT.c.number.desc())
        .limit(50)
    )
    return RoomDetail(
        state=state,
        signals=tuple(_SIGNAL.decode(body) for (body,) in signals),
        recent_incidents=tuple(incident_of(row) for row in connection.execute(recent)),
        events=tuple(_EVENT.decode(body) for (body,) in connection.execute(events)),
    )


def incidents(
    connection: Connection, states: Iterable[IncidentState], limit: int, before: int | None
) -> tuple[Incident, ...]:
    """Return numbered incidents in these states, newest number first, below `before`."""
    query = select(INCIDENT).where(
        INCIDENT.c.number.is_not(None), INCIDENT.c.state.in_([s.value for s in states])
    )
    if before is not None:
        query = query.where(INCIDENT.c.number < before)
    return tuple(map(incident_of, connection.execute(query.order_by(INCIDENT.c.number.desc()).limit(limit))))


def incident(connection: Connection, number: int) -> Incident | None:
    """Return an incident by its number."""
    row = connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).one_or_none()
    return incident_of(row) if row else None


def quarantined(connection: Connection, limit: int, before: datetime | None) -> tuple[Quarantined, ...]:
    """Return the newest quarantined messages, older than `before`."""
    query = select(QUARANTINE).order_by(QUARANTINE.c.row.desc()).limit(limit)
    if before is not None:
        query = query.where(QUARANTINE.c.at < before)
    rows = connection.execute(query)
    return tuple(Quarantined(r.at, r.topic, r.reason, r.detail, r.size_bytes) for r in rows)
