"""The fleet brought into memory from the database, at the start and after a turn that could not be committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select

from huonevahti_fleet.domain.fleet import Fleet, RoomNow
from huonevahti_fleet.domain.history import Change, Presence
from huonevahti_fleet.domain.nightly import by_place, scheduled
from huonevahti_fleet.domain.registry import Hours, expand
from huonevahti_fleet.domain.rooms import IncidentState, Verdict
from huonevahti_fleet.domain.terminals import StreamMark, Terminal
from huonevahti_fleet.domain.tonight import NIGHTS_KNOWN
from huonevahti_fleet.store import nights, reading, restarts, tables
from huonevahti_fleet.store.registry_rows import load_hours, load_rooms
from huonevahti_wire.messages import BootCause, Event
from huonevahti_wire.signals import Signal, State, state_hash

HEARD, PRESENCE, STREAM, SIGNAL, CHANGE, EVENT, ROOM_NOW, INCIDENT, SESSION = (
    tables.table(t)
    for t in (
        *(tables.HeardRow, tables.PresenceRow, tables.StreamRow, tables.SignalRow, tables.ChangeRow),
        *(tables.EventRow, tables.RoomNowRow, tables.IncidentRow, tables.SessionRow),
    )
)
_SIGNAL = msgspec.json.Decoder(Signal)
_EVENT = msgspec.json.Decoder(Event)
_BEYOND = msgspec.json.Decoder(dict[int, int])


def load_fleet(connection: Connection, fleet: Fleet, now: datetime) -> None:
    """Bring everything in: the registry, what is known of each terminal, and the incidents not closed."""
    load_registry(connection, fleet, now)
    load_restarts(connection, fleet, now)
    load_nights(connection, fleet, now)
    load_terminals(connection, fleet, now, None)
    load_incidents(connection, fleet)
    load_verdicts(connection, fleet)
    fleet.to_offer, fleet.to_configure = set(fleet.terminals), set(fleet.terminals)


def load_verdicts(connection: Connection, fleet: Fleet) -> None:
    """Bring in how each room was last found."""
    for row in connection.execute(select(ROOM_NOW)):
        if row.room in fleet.rooms:
            state = fleet.rooms[row.room]
            state.verdict, state.since, state.in_session = Verdict(row.verdict), row.since, row.in_session
            state.session_since = None
    for row in connection.execute(select(SESSION).where(SESSION.c.end_at.is_(None))):
        if row.room in fleet.rooms:
            fleet.rooms[row.room].session_since = row.start_at


def load_registry(connection: Connection, fleet: Fleet, now: datetime) -> None:
    """Bring the registered rooms in; terminals that stay registered keep what is known of them."""
    rooms, plans = load_rooms(connection), load_hours(connection)
    expanded: dict[tuple[Any, str], Hours] = {}
    states, terminals = [], {}
    for slug, room in rooms.items():
        key = (id(plans[slug]), room.site.time_zone)
        hours = expanded.get(key) or expanded.setdefault(key, expand(plans[slug], room.site.time_zone, now))
        state = fleet.rooms.get(slug, RoomNow(room))
        state.room, state.hours, state.terminal = room, hours, None
        if room.terminal is not None:
            terminal = fleet.terminals.get(room.terminal) or Terminal(room.terminal, slug)
            terminal.room = slug
            state.terminal = terminals[room.terminal] = terminal
        states.append(state)
        fleet.agenda.add(now, slug)
    fleet.terminals, fleet.plans = terminals, plans
    fleet.admit(states)
    fleet.loaded_on = now.date()
    fleet.registry_number = reading.counter(connection, "registry")


def load_restarts(connection: Connection, fleet: Fleet, now: datetime) -> None:
    """Bring in what is set of restarts, and the bookings that have not ended before today."""
    known = fleet.restarts
    known.number = reading.counter(connection, "schedules")
    known.layers = by_place(restarts.schedules(connection))
    known.scheduled = {slug: scheduled(state.room, known.layers) for slug, state in fleet.rooms.items()}
    known.bookings = restarts.bookings(connection, now.replace(hour=0, minute=0, second=0, microsecond=0))
    known.releases = restarts.releases(connection)
    known.looked_at = None


def load_nights(
    connection: Connection, fleet: Fleet, now: datetime, rooms: Collection[str] | None = None
) -> None:
    """Bring in the last nights and openings, of these rooms or of all."""
    known, since = fleet.restarts, now - NIGHTS_KNOWN
    for slug in fleet.rooms if rooms is None else rooms:
        known.nights.pop(slug, None)
        known.readiness.pop(slug, None)
    for night in nights.nights(connection, since.date(), rooms):
        known.nights.setdefault(night.room, {})[night.day] = night
    for record in nights.readiness(connection, since, rooms):  # in order of time, so that the last one stays
        known.readiness[record.room] = record


def load_incidents(connection: Connection, fleet: Fleet) -> None:
    """Bring the incidents in that are not closed."""
    fleet.incidents, fleet.by_place = {}, {}
    query = select(*reading.INCIDENT_COLUMNS).where(INCIDENT.c.state != IncidentState.CLOSED.value)
    for row in connection.execute(query.order_by(INCIDENT.c.row)):
        tracked = fleet.track(reading.incident_of(row))
        tracked.row = row.row
    newest = connection.execute(select(func.max(INCIDENT.c.row), func.max(INCIDENT.c.number))).one()
    fleet.next_row, fleet.next_number = (newest[0] or 0) + 1, (newest[1] or 0) + 1


def load_terminals(connection: Connection, fleet: Fleet, now: datetime, only: Iterable[str] | None) -> None:
    """Bring in what is known of terminals, of all registered ones when `only` is None."""
    names = None if only is None else list(only)
    for name in fleet.terminals if names is None else names:
        if name in fleet.terminals:
            _forget(fleet.terminals[name])
    day_ago = now - timedelta(hours=24)
    rooms = [t.room for n, t in fleet.terminals.items() if names is None or n in names]
    _presence(connection, fleet, names)
    for row in connection.execute(_of(SIGNAL, names)):
        if terminal := fleet.terminals.get(row.terminal):
            terminal.signals[row.name] = _SIGNAL.decode(row.body)
    for terminal in fleet.terminals.values():
        if names is None or terminal.terminal in names:
            terminal.state_hash = state_hash(terminal.signals.values()) if terminal.signals else ""
    _recent(connection, fleet, day_ago, None if names is None else rooms)


def _forget(terminal: Terminal) -> None:
    """Set a terminal back to what a new one is, in place: its room points to it."""
    new = Terminal(terminal.terminal, terminal.room)
    for name in Terminal.__slots__:
        setattr(terminal, name, getattr(new, name))


def _of(table: Any, names: list[str] | None) -> Select[Any]:
    return select(table) if names is None else select(table).where(table.c.terminal.in_(names))


def _presence(connection: Connection, fleet: Fleet, names: list[str] | None) -> None:
    for row in connection.execute(_of(STREAM, names)):
        if terminal := fleet.terminals.get(row.terminal):
            terminal.streams[row.stream] = StreamMark(row.connection, row.up_to, _BEYOND.decode(row.beyond))
    for row in connection.execute(_of(PRESENCE, names)):
        if terminal := fleet.terminals.get(row.terminal):
            terminal.stream, terminal.connection, terminal.said_goodbye = (
                row.stream,
                row.connection,
                row.said_goodbye,
            )
            said = (row.status, None, row.since, row.reason, row.expected_back_by, row.boot_id)
            terminal.presence = Presence(*said)
            terminal.boot_cause = BootCause(row.boot_cause) if row.boot_cause else None
            terminal.booted_at = row.booted_at
    for row in connection.execute(_of(HEARD, names)):
        if terminal := fleet.terminals.get(row.terminal):
            terminal.report_connection, terminal.sequence = row.connection, row.sequence
            terminal.last_seen_at = row.last_seen_at


def _recent(connection: Connection, fleet: Fleet, day_ago: datetime, rooms: list[str] | None) -> None:
    """Bring in the last day's changes and events, newest first."""
    changes: dict[str, list[Change]] = {}
    events: dict[str, list[Event]] = {}
    for row in connection.execute(_since(CHANGE, day_ago, rooms)):
        was = State(row.was) if row.was else None
        changes.setdefault(row.room, []).append(Change(row.name, was, State(row.state), row.at, row.reason))
    for row in connection.execute(_since(EVENT, day_ago, rooms)):
        events.setdefault(row.room, []).append(_EVENT.decode(row.body))
    for terminal in fleet.terminals.values():
        if rooms is None or terminal.room in rooms:
            terminal.changes = tuple(changes.get(terminal.room, ()))
            terminal.events = tuple(events.get(terminal.room, ()))


def _since(table: Any, at: datetime, rooms: list[str] | None) -> Select[Any]:
    last = table.c.number if "number" in table.c else table.c.row
    query = select(table).where(table.c.at >= at).order_by(table.c.at.desc(), last.desc())
    return query if rooms is None else query.where(table.c.room.in_(rooms))
