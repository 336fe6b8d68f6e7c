"""Rooms leave the registry: what was wrong with them is nobody's move any more."""

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.rooms import Incident, IncidentState
from huonevahti_fleet.flows.note_change import note_change
from huonevahti_fleet.store import Batch


def close_orphans(batch: Batch) -> None:
    """Close incidents none of whose rooms is registered any more, and take such rooms out of the others."""
    fleet = batch.fleet
    if fleet.orphans_number == fleet.registry_number:
        return
    for incident in [tracked.incident for tracked in fleet.incidents.values()]:
        rooms = tuple(room for room in incident.rooms if room in fleet.rooms)
        if rooms and rooms != incident.rooms:
            room = incident.room if incident.room in rooms else rooms[0]
            batch.incident(fleet.track(replace(incident, room=room, rooms=rooms)))
        elif not rooms and incident.rooms:
            _end(batch, incident)
    fleet.orphans_number = fleet.registry_number


def _end(batch: Batch, incident: Incident) -> None:
    if incident.number is None:
        batch.incident_gone(batch.fleet.drop(incident))
    else:
        closed = replace(incident, state=IncidentState.CLOSED, closed_at=batch.now)
        batch.incident(batch.fleet.track(closed))
        note_change(batch, incident, closed)
