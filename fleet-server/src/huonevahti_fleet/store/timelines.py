"""What happened in a room over time: lanes of spans, sessions, events, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, or_, select

from huonevahti_fleet.domain.history import Change
from huonevahti_fleet.domain.rooms import Numbers, Span, Timeline
from huonevahti_fleet.store import tables
from huonevahti_fleet.store.reading import INCIDENT_COLUMNS, incident_of
from huonevahti_wire.messages import Event
from huonevahti_wire.signals import Signal, State

CHANGE, SAMPLE, EVENT, VERDICT, SESSION, SIGNAL, ROOM, INCIDENT, INCIDENT_ROOM = (
    tables.table(t)
    for t in (
        *(tables.ChangeRow, tables.SampleRow, tables.EventRow, tables.VerdictChangeRow, tables.SessionRow),
        *(tables.SignalRow, tables.RoomRow, tables.IncidentRow, tables.IncidentRoomRow),
    )
)
_SIGNAL = msgspec.json.Decoder(Signal)
_EVENT = msgspec.json.Decoder(Event)
EVENTS_MAX = 2_000
"""How many events and changes one timeline shows at most, the newest."""


def _within(table: Any) -> Any:
    """Return the condition of a room's rows between two instants, both bound when it is asked."""
    after, before = table.c.at >= bindparam("start_at"), table.c.at < bindparam("end_at")
    return (table.c.room == bindparam("slug")) & after & before


# Made once: to build a statement takes longer than SQLite needs to answer it
_EVENTS = select(EVENT.c.body).where(_within(EVENT)).order_by(EVENT.c.at.desc()).limit(EVENTS_MAX)
_CHANGES = (
    select(CHANGE).where(_within(CHANGE)).order_by(CHANGE.c.at.desc(), CHANGE.c.row.desc()).limit(EVENTS_MAX)
)
_SIGNALS = (
    select(SIGNAL.c.body)
    .join(ROOM, ROOM.c.terminal == SIGNAL.c.terminal)
    .where(ROOM.c.slug == bindparam("slug"))
)
_VERDICT_BEFORE = (
    select(VERDICT)
    .where(VERDICT.c.room == bindparam("slug"), VERDICT.c.at < bindparam("start_at"))
    .order_by(VERDICT.c.at.desc(), VERDICT.c.row.desc())
    .limit(1)
)
_VERDICTS = select(VERDICT).where(_within(VERDICT)).order_by(VERDICT.c.at, VERDICT.c.row)
_SESSIONS = (
    select(SESSION)
    .where(
        SESSION.c.room == bindparam("slug"),
        SESSION.c.start_at < bindparam("end_at"),
        or_(SESSION.c.end_at.is_(None), SESSION.c.end_at > bindparam("start_at")),
    )
    .order_by(SESSION.c.start_at)
)
_INCIDENTS = (
    select(*INCIDENT_COLUMNS)
    .join(INCIDENT_ROOM, INCIDENT_ROOM.c.incident == INCIDENT.c.row)
    .where(
        INCIDENT_ROOM.c.room == bindparam("slug"),
        INCIDENT.c.number.is_not(None),
        INCIDENT.c.first_seen_at < bindparam("end_at"),
        or_(INCIDENT.c.resolved_at.is_(None), INCIDENT.c.resolved_at > bindparam("start_at")),
    )
    .order_by(INCIDENT.c.first_seen_at)
)
_SAMPLES = (
    select(SAMPLE.c.at, SAMPLE.c.value)
    .where(
        SAMPLE.c.room == bindparam("slug"),
        SAMPLE.c.name == bindparam("name"),
        SAMPLE.c.at >= bindparam("start_at"),
    )
    .order_by(SAMPLE.c.at.desc())
    .limit(EVENTS_MAX)
)
Turn = tuple[datetime, str | None, str]
"""When it turned, from what (None: unknown) and to what."""
_Asked = Mapping[str, Any]
"""The room (`slug`) and the two instants of a question."""


def timeline(connection: Connection, slug: str, start_at: datetime, end_at: datetime) -> Timeline:
    """Return what happened in a room between two instants."""
    asked = {"slug": slug, "start_at": start_at, "end_at": end_at}
    changes = _changes(connection, asked)
    return Timeline(
        start_at=start_at,
        end_at=end_at,
        verdicts=_verdicts(connection, asked),
        lanes=_lanes(connection, asked, changes),
        sessions=_sessions(connection, asked),
        events=tuple(_EVENT.decode(body) for (body,) in connection.execute(_EVENTS, asked))[::-1],
        incidents=tuple(map(incident_of, connection.execute(_INCIDENTS, asked))),
        changes=changes,
    )


def _changes(connection: Connection, asked: _Asked) -> tuple[Change, ...]:
    rows = connection.execute(_CHANGES, asked).all()[::-1]
    return tuple(
        Change(r.name, State(r.was) if r.was else None, State(r.state), r.at, r.reason) for r in rows
    )


def spans(turns: Iterable[Turn], start_at: datetime, end_at: datetime) -> tuple[Span, ...]:
    """Return the stretches between turns, those of no known state left out."""
    found: list[Span] = []
    began_at, state = start_at, None
    for at, was, now in turns:
        before = state if state is not None else was
        if before is not None and at > began_at:
            found.append(Span(before, began_at, at))
        began_at, state = max(at, start_at), now
    if state is not None and end_at > began_at:
        found.append(Span(state, began_at, end_at))
    return tuple(found)


def _lanes(connection: Connection, asked: _Asked, changes: tuple[Change, ...]) -> dict[str, tuple[Span, ...]]:
    start_at, end_at = asked["start_at"], asked["end_at"]
    turns: dict[str, list[Turn]] = {}
    for change in changes:
        was = change.was.value if change.was else None
        turns.setdefault(change.name, []).append((change.at, was, change.state.value))
    for (body,) in connection.execute(_SIGNALS, {"slug": asked["slug"]}):
        signal = _SIGNAL.decode(body)
        if signal.name not in turns and signal.since < end_at:
            turns[signal.name] = [(max(signal.since, start_at), None, signal.state.value)]
    return {name: spans(turns[name], start_at, end_at) for name in sorted(turns)}


def _verdicts(connection: Connection, asked: _Asked) -> tuple[Span, ...]:
    start_at, end_at = asked["start_at"], asked["end_at"]
    before = {"slug": asked["slug"], "start_at": start_at}
    first = connection.execute(_VERDICT_BEFORE, before).one_or_none()
    rows = connection.execute(_VERDICTS, asked)
    turns: list[Turn] = [(start_at, None, first.verdict)] if first else []
    return spans([*turns, *((row.at, None, row.verdict) for row in rows)], start_at, end_at)


def strips(
    connection: Connection, slugs: Iterable[str], start_at: datetime, end_at: datetime
) -> dict[str, tuple[Span, ...]]:
    """Return the verdicts of many rooms between two instants, with two queries however many they are."""
    wanted = VERDICT.c.room.in_(list(slugs))
    last = select(func.max(VERDICT.c.row)).where(wanted, VERDICT.c.at < start_at).group_by(VERDICT.c.room)
    turns: dict[str, list[Turn]] = {}
    for row in connection.execute(select(VERDICT).where(VERDICT.c.row.in_(last))):
        turns[row.room] = [(start_at, None, row.verdict)]
    inside = select(VERDICT).where(wanted, VERDICT.c.at >= start_at, VERDICT.c.at < end_at)
    for row in connection.execute(inside.order_by(VERDICT.c.at, VERDICT.c.row)):
        turns.setdefault(row.room, []).append((row.at, None, row.verdict))
    return {slug: spans(found, start_at, end_at) for slug, found in turns.items()}


def _sessions(connection: Connection, asked: _Asked) -> tuple[Span, ...]:
    start_at, end_at = asked["start_at"], asked["end_at"]
    rows = connection.execute(_SESSIONS, asked)
    return tuple(Span("live", max(r.start_at, start_at), min(r.end_at or end_at, end_at)) for r in rows)


def numbers(connection: Connection, slug: str, names: Iterable[str], since_at: datetime) -> Numbers:
    """Return samples of numeric signals since an instant, oldest first; of each name at most the newest 2,000."""
    found = {}
    for name in names:
        rows = connection.execute(_SAMPLES, {"slug": slug, "name": name, "start_at": since_at}).all()
        if rows:
            found[name] = tuple((row.at, row.value) for row in reversed(rows))
    return found
