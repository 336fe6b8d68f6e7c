"""Nights are planned, told of by terminals, and ended by the clock; so are the openings they are for."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.fleet import RoomNow
from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.tonight import (
    NOBODY_TOLD,
    booted,
    judged,
    night_of,
    passed,
    planned,
    readiness_of,
    told,
)
from huonevahti_fleet.store import Batch
from huonevahti_wire.messages import Booted, Event, ReadinessJudged, RestartTold
from huonevahti_wire.plan import nights
from huonevahti_wire.plan.clock import RETURN
from huonevahti_wire.plan.hours import next_opening
from huonevahti_wire.plan.nights import Night

LOOKED_EVERY = timedelta(minutes=1)
ROOMS_A_TURN = 200
AHEAD = timedelta(hours=24)
"""How long before it is due a night stands in the record."""


def note_event(batch: Batch, room: str, event: Event) -> None:
    """Take what an event says of a night or an opening."""
    state = batch.fleet.rooms.get(room)
    if state is None:
        return
    at = min(event.at, batch.now)
    if isinstance(event.body, RestartTold):
        known = batch.fleet.restarts.nights.get(room, {})
        _keep(batch, told(known.get(event.body.day) if event.body.day else None, room, event.body, at))
    elif isinstance(event.body, Booted):
        _note_boot(batch, state, event.body)
    elif isinstance(event.body, ReadinessJudged):
        _note_readiness(batch, readiness_of(room, event.body, at))


def _note_boot(batch: Batch, state: RoomNow, boot: Booted) -> None:
    room, at = state.room.slug, min(boot.booted_at, batch.now)
    night = night_of(batch.fleet.restarts.nights.get(room, {}).values(), at) or _current(batch, state, at)
    if night is not None:
        opens_at = next_opening(nights.around(state.hours.periods, at), night.latest_at or at)
        ready_by = opens_at - batch.fleet.restarts.ready_before(room) if opens_at else None
        _keep(batch, booted(night, at, boot.cause, ready_by))


def _current(batch: Batch, state: RoomNow, at: datetime) -> NightRecord | None:
    """The night that a boot ends though nobody planned it here: the server was not there, or is new."""
    found = batch.fleet.restarts.scheduled.get(state.room.slug)
    if found is None or found.plan is None:
        return None
    night = nights.current(found.plan, ZoneInfo(state.room.site.time_zone), state.hours.periods, at)
    if night is None or at >= night.latest_at:
        return None
    return planned(None, state.room.slug, night)


def _note_readiness(batch: Batch, record: ReadinessRecord) -> None:
    known = batch.fleet.restarts.readiness.get(record.room)
    if known is not None and _is_newer(known, record):
        return
    if known is None or known.opens_at <= record.opens_at:
        batch.fleet.restarts.readiness[record.room] = record
    batch.readiness(record)
    night = night_of(batch.fleet.restarts.nights.get(record.room, {}).values(), record.opens_at)
    if night is not None:
        _keep(batch, judged(night, record))


def _is_newer(known: ReadinessRecord, record: ReadinessRecord) -> bool:
    """Whether a terminal's later word on the same opening is known; that nobody told is no word."""
    is_word = known.opens_at == record.opens_at and NOBODY_TOLD not in known.reasons
    return is_word and known.judged_at > record.judged_at


def _keep(batch: Batch, record: NightRecord | None) -> None:
    if record is None:
        return
    if batch.fleet.restarts.nights.get(record.room, {}).get(record.day) != record:
        batch.fleet.restarts.keep(record)
        batch.night(record)


def pass_nights(batch: Batch) -> None:
    """Plan the nights ahead, and end those that nobody told of: each room once a minute, some at each turn."""
    restarts = batch.fleet.restarts
    if not restarts.waiting:
        if restarts.looked_at is not None and batch.now - restarts.looked_at < LOOKED_EVERY:
            return
        restarts.looked_at, restarts.waiting = batch.now, list(batch.fleet.rooms)
    slugs, restarts.waiting = restarts.waiting[:ROOMS_A_TURN], restarts.waiting[ROOMS_A_TURN:]
    for slug in slugs:
        state = batch.fleet.rooms.get(slug)
        if state and state.room.stage == "in_service" and state.terminal and state.terminal.last_seen_at:
            _plan(batch, state)
            _end(batch, state)


def _plan(batch: Batch, state: RoomNow) -> None:
    """Write down the next night; one that was planned and is not to be any more is forgotten."""
    room, known = state.room.slug, batch.fleet.restarts.nights.get(state.room.slug, {})
    expected = _expected(batch, state)
    for night in expected:
        if night.day in known or batch.now < night.due_at <= batch.now + AHEAD:
            _keep(batch, planned(known.get(night.day), room, night))
    days = {night.day for night in expected}
    for record in tuple(known.values()):
        is_open = record.outcome is Outcome.PLANNED and record.ordered_at is None
        if is_open and record.day not in days and (record.latest_at is None or record.latest_at > batch.now):
            del known[record.day]
            batch.night_gone(record)


def _expected(batch: Batch, state: RoomNow) -> tuple[Night, ...]:
    """The night that goes on and the one that comes next, by what is set now."""
    found = batch.fleet.restarts.scheduled.get(state.room.slug)
    if found is None or found.plan is None:
        return ()
    zone, near = ZoneInfo(state.room.site.time_zone), nights.around(state.hours.periods, batch.now)
    current = nights.current(found.plan, zone, near, batch.now)
    following = nights.following(found.plan, zone, near, batch.now)
    return tuple(night for night in (current, following) if night is not None)


def _end(batch: Batch, state: RoomNow) -> None:
    """End what nobody told of; a server that has just begun to listen gives terminals time to tell it."""
    since, room, restarts = batch.fleet.listening_since, state.room.slug, batch.fleet.restarts
    if since is None or batch.now - since < RETURN:
        return
    for record in tuple(restarts.nights.get(room, {}).values()):
        _keep(batch, passed(record, batch.now))
    for period in nights.around(state.hours.periods, batch.now):
        known = restarts.readiness.get(room)
        is_due = since < period.opens_at <= batch.now
        if is_due and (known is None or known.opens_at < period.opens_at):
            _note_readiness(
                batch, ReadinessRecord(room, period.opens_at, period.opens_at, False, (NOBODY_TOLD,))
            )
