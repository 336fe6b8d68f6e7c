"""What pages and the API ask: rooms as they stand, incidents, what was quarantined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select

from huonevahti_fleet.domain.rooms import (
    Incident,
    IncidentState,
    Quarantined,
    RoomDetail,
    RoomState,
)
from huonevahti_fleet.store import faults_json, tables
from huonevahti_fleet.store.columns import maybe_instant, raw, to_instant
from huonevahti_wire.messages import Event
from huonevahti_wire.signals import Signal

SIGNAL, EVENT, INCIDENT, INCIDENT_ROOM, QUARANTINE, COUNTER = (
    tables.table(t)
    for t in (
        *(tables.SignalRow, tables.EventRow),
        *(tables.IncidentRow, tables.IncidentRoomRow, tables.QuarantineRow, tables.CounterRow),
    )
)
INCIDENT_COLUMNS = raw(INCIDENT.columns)
"""What `incident_of` reads."""
_SIGNAL = msgspec.json.Decoder(Signal)
_EVENT = msgspec.json.Decoder(Event)
_SLUGS = msgspec.json.Decoder(tuple[str, ...])
# Made once: to build a statement takes longer than SQLite needs to answer it
_COUNTER = select(COUNTER.c.value).where(COUNTER.c.name == bindparam("name"))
_SIGNALS = select(SIGNAL.c.body).where(SIGNAL.c.terminal == bindparam("terminal")).order_by(SIGNAL.c.name)
_RECENT_INCIDENTS = (
    select(*INCIDENT_COLUMNS)
    .join(INCIDENT_ROOM, INCIDENT_ROOM.c.incident == INCIDENT.c.row)
    .where(INCIDENT_ROOM.c.room == bindparam("slug"), INCIDENT.c.number.is_not(None))
    .order_by(INCIDENT.c.number.desc())
    .limit(20)
)
_RECENT_EVENTS = (
    select(EVENT.c.body)
    .where(EVENT.c.room == bindparam("slug"))
    .order_by(EVENT.c.at.desc(), EVENT.c.number.desc())
    .limit(50)
)


def counter(connection: Connection, name: str) -> int:
    """Return a counter, 0 when it was never raised."""
    return int(connection.execute(_COUNTER, {"name": name}).scalar() or 0)


def incident_of(row: Row[Any]) -> Incident:
    """Return the incident in a row of `INCIDENT_COLUMNS`."""
    return Incident(
        key=row.key,
        number=row.number,
        state=IncidentState(row.state),
        fault=faults_json.from_text(row.fault),
        room=row.room,
        site=row.site,
        first_seen_at=to_instant(row.first_seen_at),
        last_seen_at=to_instant(row.last_seen_at),
        opened_at=maybe_instant(row.opened_at),
        resolved_at=maybe_instant(row.resolved_at),
        closed_at=maybe_instant(row.closed_at),
        reopened=row.reopened,
        rooms=_SLUGS.decode(row.rooms),
        mended_by=row.mended_by,
    )


def room_detail(connection: Connection, state: RoomState) -> RoomDetail:
    """Return a room with its signals, its last twenty numbered incidents and its last fifty events."""
    room = {"slug": state.room.slug}
    signals = connection.execute(_SIGNALS, {"terminal": state.room.terminal})
    recent = connection.execute(_RECENT_INCIDENTS, room)
    events = connection.execute(_RECENT_EVENTS, room)
    return RoomDetail(
        state=state,
        signals=tuple(_SIGNAL.decode(body) for (body,) in signals),
        recent_incidents=tuple(map(incident_of, recent)),
        events=tuple(_EVENT.decode(body) for (body,) in events),
    )


def incidents(
    connection: Connection, states: Iterable[IncidentState], limit: int, before: int | None
) -> tuple[Incident, ...]:
    """Return numbered incidents in these states, newest number first, below `before`."""
    query = select(*INCIDENT_COLUMNS).where(
        INCIDENT.c.number.is_not(None), INCIDENT.c.state.in_([s.value for s in states])
    )
    if before is not None:
        query = query.where(INCIDENT.c.number < before)
    return tuple(map(incident_of, connection.execute(query.order_by(INCIDENT.c.number.desc()).limit(limit))))


def incident(connection: Connection, number: int) -> Incident | None:
    """Return an incident by its number."""
    row = connection.execute(select(*INCIDENT_COLUMNS).where(INCIDENT.c.number == number)).one_or_none()
    return incident_of(row) if row else None


def quarantined(
    connection: Connection, limit: int, before: int | None
) -> tuple[tuple[int, Quarantined], ...]:
    """Return the newest quarantined messages with their numbers, those below `before`."""
    query = select(QUARANTINE).order_by(QUARANTINE.c.row.desc()).limit(limit)
    if before is not None:
        query = query.where(QUARANTINE.c.row < before)
    rows = connection.execute(query)
    return tuple((r.row, Quarantined(r.at, r.topic, r.reason, r.detail, r.size_bytes)) for r in rows)
