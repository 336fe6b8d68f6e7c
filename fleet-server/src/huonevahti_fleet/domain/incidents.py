"""The life of an incident: watched, opened with a number, resolved by itself, closed after seven healthy days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from huonevahti_fleet.domain.diagnose import causes_of, explains
from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.hindsight import learnt
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.mending import mender
from huonevahti_fleet.domain.rooms import Diagnosis, Incident, IncidentState
from huonevahti_wire.signals import State

REOPENS_WITHIN = timedelta(days=7)
RETURNS_WITHIN = timedelta(minutes=3)
"""Rooms that fell silent together come back within this time of one another: an agent waits two minutes at most."""
LEARNS_WITHIN = timedelta(minutes=1)
"""What a terminal brings along may arrive a little after its first report."""
_SEEN_STEP = timedelta(seconds=60)


def key_of(fault: Fault, history: History) -> str:
    """Return what makes two sightings one incident: the fault in this room, at this site, or anywhere."""
    place = {"room": f"room:{history.room}", "site": f"site:{history.site}", "fleet": "fleet"}[fault.scope]
    return f"{fault.slug}:{place}"


def advance(
    existing: tuple[Incident, ...], diagnosis: Diagnosis, history: History, take_number: Callable[[], int]
) -> tuple[Incident, ...]:
    """Return all incidents that remain, after one look at one room.

    `existing` are the incidents of the room, its site and the fleet that are not closed. One that did not change
    comes back as the same object; one that is missing from the answer was only watched, and leaves nothing.
    Pure but for `take_number`, called once for each incident that opens for the first time.
    """
    found = {key_of(fault, history): fault for fault in diagnosis.faults}
    lingering = [i for i in existing if i.key not in found and _lingers(i, diagnosis, history)]
    known = {incident.key for incident in existing if incident.state is not IncidentState.CLOSED}
    stepped = (i if i in lingering else _step(i, found.get(i.key), diagnosis, history) for i in existing)
    kept = (_numbered(i, take_number) for i in stepped)
    new = (
        _watched(key, fault, history)
        for key, fault in found.items()
        if key not in known and not any(_is_within(i.fault, fault) for i in lingering)
    )
    watched = history.stage == "in_service"
    candidates = (*(i for i in kept if i is not None), *(new if watched else ()))
    return tuple(_opened(i, history, take_number) if watched and i.key in found else i for i in candidates)


def _lingers(incident: Incident, diagnosis: Diagnosis, history: History) -> bool:
    """Whether a room is still on its way back from a trouble that others of its place have just come out of.

    A room that is heard is back from a silence, whatever else ails it: silence hides every other fault.
    """
    is_wide = incident.state is IncidentState.OPEN and incident.fault.scope != "room"
    if not is_wide or history.room not in incident.rooms:
        return False
    is_of_silence = all(name.endswith("presence") for name in incident.fault.rests_on)
    if history.now - incident.last_seen_at >= RETURNS_WITHIN or (is_of_silence and not history.is_silent()):
        return False
    return any(_is_within(incident.fault, fault) for fault in diagnosis.faults)


def _is_within(wide: Fault, fault: Fault) -> bool:
    """Whether a fault of smaller scope is the wide one as it looks while others of its place come and go."""
    if fault.scope in (wide.scope, "fleet"):
        return False
    return fault.slug == wide.slug or all(explains(wide, name) for name in fault.rests_on)


def _watched(key: str, fault: Fault, history: History) -> Incident:
    return Incident(
        key=key,
        number=None,
        state=IncidentState.WATCHING,
        fault=fault,
        room=history.room,
        site=history.site,
        first_seen_at=history.now,
        last_seen_at=history.now,
        rooms=(history.room,),
    )


def _opened(incident: Incident, history: History, take_number: Callable[[], int]) -> Incident:
    watched_seconds = (history.now - incident.first_seen_at).total_seconds()
    if incident.state is not IncidentState.WATCHING or watched_seconds < incident.fault.watching_seconds:
        return incident
    return replace(
        incident,
        number=take_number() if incident.number is None else incident.number,
        state=IncidentState.OPEN,
        opened_at=history.now,
        resolved_at=None,
        reopened=incident.reopened + (incident.opened_at is not None),
    )


def _numbered(incident: Incident | None, take_number: Callable[[], int]) -> Incident | None:
    """What the terminal mended before it was open stays in the record, under a number of its own."""
    if incident is None or incident.state is not IncidentState.RESOLVED or incident.number is not None:
        return incident
    return replace(incident, number=take_number())


def _step(incident: Incident, fault: Fault | None, diagnosis: Diagnosis, history: History) -> Incident | None:
    if incident.state is IncidentState.CLOSED:
        return incident
    if fault is not None:
        return _seen(incident, fault, history)
    if incident.state is IncidentState.RESOLVED:
        return _closed_when_healthy(incident, history)
    if history.room not in incident.rooms:
        return incident
    if incident.state is IncidentState.OPEN and _is_unknown(incident.fault, diagnosis, history):
        return incident
    return _gone(incident, history)


def _seen(incident: Incident, fault: Fault, history: History) -> Incident | None:
    if incident.state is IncidentState.RESOLVED:
        return _returning(incident, fault, history)
    if incident.state is IncidentState.WATCHING and history.stage != "in_service":
        return _gone(incident, history)
    shown = fault if incident.room == history.room else incident.fault
    rooms = incident.rooms if history.room in incident.rooms else (*incident.rooms, history.room)
    seen = replace(incident, fault=shown, rooms=rooms)
    if seen == incident and history.now - incident.last_seen_at < _SEEN_STEP:
        return incident
    return replace(seen, last_seen_at=max(history.now, incident.last_seen_at))


def _returning(incident: Incident, fault: Fault, history: History) -> Incident:
    if history.stage != "in_service" or _is_old(incident, history):
        return _closed_when_healthy(incident, history)
    return replace(
        _watched(incident.key, fault, history),
        number=incident.number,
        opened_at=incident.opened_at,
        resolved_at=incident.resolved_at,
        reopened=incident.reopened,
    )


def _gone(incident: Incident, history: History) -> Incident | None:
    if incident.state is IncidentState.OPEN:
        incident = replace(incident, fault=learnt(incident.fault, history))
    rooms = tuple(room for room in incident.rooms if room != history.room)
    if rooms:
        return replace(
            incident, rooms=rooms, room=rooms[0] if incident.room == history.room else incident.room
        )
    mended_by = mender(incident.fault, history)
    if incident.state is IncidentState.OPEN or mended_by:
        return replace(incident, state=IncidentState.RESOLVED, resolved_at=history.now, mended_by=mended_by)
    if incident.number is None:
        return None
    began_at = incident.opened_at or incident.first_seen_at
    return replace(incident, state=IncidentState.RESOLVED, first_seen_at=began_at)


def _is_unknown(fault: Fault, diagnosis: Diagnosis, history: History) -> bool:
    """Whether the fault can be neither seen nor ruled out: hidden by another, its rule broken, or without data."""
    if any(failure.slug == fault.slug for failure in diagnosis.rule_failures):
        return True
    hidden = next((f for f in diagnosis.explained if f.slug == fault.slug), None)
    if hidden is not None:
        causes = causes_of(hidden, (*diagnosis.faults, *diagnosis.explained))
        return not any(_absorbs(cause, fault) for cause in causes)
    signals = [history.signal(name) for name in fault.rests_on]
    return bool(signals) and all(
        s is not None and s.state is State.NO_DATA and s.reason != "not_in_profile" for s in signals
    )


def _absorbs(cause: Fault, fault: Fault) -> bool:
    """Whether a cause takes the fault's incident in: it reaches further, or began no later."""
    return cause.scope != fault.scope or cause.since <= fault.since


def _is_old(incident: Incident, history: History) -> bool:
    return incident.resolved_at is not None and history.now - incident.resolved_at >= REOPENS_WITHIN


def _closed_when_healthy(incident: Incident, history: History) -> Incident:
    if incident.resolved_at is not None and history.now - incident.resolved_at < LEARNS_WITHIN:
        known, mended_by = (
            learnt(incident.fault, history),
            incident.mended_by or mender(incident.fault, history),
        )
        is_news = known is not incident.fault or mended_by != incident.mended_by
        return replace(incident, fault=known, mended_by=mended_by) if is_news else incident
    if not _is_old(incident, history):
        return incident
    return replace(incident, state=IncidentState.CLOSED, closed_at=history.now)
