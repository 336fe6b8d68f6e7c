"""Rooms whose signs have changed, or whose time has come, are looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.fleet import RoomNow
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.incidents import REOPENS_WITHIN, advance
from huonevahti_fleet.domain.rooms import Diagnosis, Incident, IncidentState
from huonevahti_fleet.flows.note_change import note_change
from huonevahti_fleet.rules import RULES
from huonevahti_fleet.store import Batch

TROUBLED_EVERY = timedelta(seconds=60)
"""A room with a fault is looked at this often even if nothing changes: some rules count over a window of time."""
QUIET_EVERY = timedelta(minutes=15)
SOON = timedelta(milliseconds=50)


def diagnose_rooms(batch: Batch) -> None:
    """Look at each room that something happened to, and save what was found."""
    for slug in sorted(batch.dirty):
        if slug in batch.fleet.rooms:
            _look_at(batch, batch.fleet.rooms[slug])
    batch.dirty.clear()


def _look_at(batch: Batch, state: RoomNow) -> None:
    fleet = batch.fleet
    batch.looked_at.add(state.room.slug)
    opening = state.opening
    history = fleet.history(state, batch.now)
    diagnosis = diagnose(history, RULES)
    existing = fleet.existing(state.room)
    remaining = advance(existing, diagnosis, history, fleet.take_number)
    _save_incidents(batch, existing, remaining)
    _save_verdict(batch, state, diagnosis, opening)
    slugs = frozenset(fault.slug for fault in (*diagnosis.faults, *diagnosis.explained))
    fleet.found(state, slugs, is_silent=history.is_silent())
    for failure in diagnosis.rule_failures:
        batch.count("rule", failure.slug)
    for at in _next_looks(state, history, remaining):
        fleet.agenda.add(max(at, batch.now + SOON), state.room.slug)


def _save_incidents(batch: Batch, existing: tuple[Incident, ...], remaining: tuple[Incident, ...]) -> None:
    kept = {incident.key for incident in remaining}
    for incident in existing:
        if incident.key not in kept:
            batch.incident_gone(batch.fleet.drop(incident))
    known = {id(incident) for incident in existing}
    before = {incident.key: incident for incident in existing if incident.state is not IncidentState.CLOSED}
    for incident in remaining:
        if id(incident) not in known:
            batch.incident(batch.fleet.track(incident))
            note_change(batch, before.get(incident.key), incident)


def _save_verdict(batch: Batch, state: RoomNow, diagnosis: Diagnosis, opening: object) -> None:
    has_turned = diagnosis.verdict is not state.verdict
    if has_turned or state.since is None:
        state.verdict, state.since = diagnosis.verdict, batch.now
    if diagnosis.in_session is not state.in_session:
        _save_session(batch, state, is_live=diagnosis.in_session is True)
        state.in_session = diagnosis.in_session
        has_news = True
    else:
        has_news = has_turned or opening != state.opening
    if has_news:
        batch.room(state, has_turned=has_turned)


def _save_session(batch: Batch, state: RoomNow, *, is_live: bool) -> None:
    slug = state.room.slug
    if is_live and state.session_since is None:
        state.session_since = batch.now
        batch.session(slug, batch.now, None)
    elif not is_live and state.session_since is not None:
        batch.session(slug, state.session_since, batch.now)
        state.session_since = None


def _next_looks(state: RoomNow, history: History, incidents: tuple[Incident, ...]) -> Iterator[datetime]:
    """Yield the instants at which something may be found that nobody reports."""
    now, presence = history.now, history.presence
    yield now + QUIET_EVERY
    if presence.last_seen_at is not None and not history.is_silent():
        yield presence.last_seen_at + timedelta(seconds=history.profile.silence_seconds)
    for at in (presence.expected_back_by, history.booked_at, *state.opening[1:]):
        if at is not None and at > now:
            yield at
    for incident in incidents:
        if incident.state is IncidentState.WATCHING:
            yield incident.first_seen_at + timedelta(seconds=incident.fault.watching_seconds)
        elif incident.state is IncidentState.RESOLVED and incident.resolved_at is not None:
            yield incident.resolved_at + REOPENS_WITHIN
        yield now + TROUBLED_EVERY
