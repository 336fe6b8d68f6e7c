"""What became of incidents, one line for each change, and what was answered to complaints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_fleet.domain.clear import Clearance, FaultAnswer, Unclear, outcome
from huonevahti_fleet.domain.faults import Confidence
from huonevahti_fleet.domain.rooms import Incident, IncidentState

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_fleet.domain.complaints import Complaint
    from huonevahti_fleet.domain.fleet import Fleet

COMPLAINT = "complaint"
"""The state of a line that tells of a complaint; `fault` is what explains it, or the record's word without one."""
ANSWERS = (outcome(Clearance), outcome(Unclear))


class Line(Struct, frozen=True):
    """One change of an incident. `incident` is its number, `severity` the harm that its fault does."""

    at: datetime
    room: str
    incident: int | None
    fault: str
    owner: str
    state: str
    severity: str
    confidence: str
    mended_by: str | None = None


class Told(Struct, frozen=True):
    """A line and all rooms its incident takes in."""

    line: Line
    rooms: tuple[str, ...]


class Telling:
    """Compares the fleet's incidents with what was told of them before; those only watched are left out."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[str, Told] = {}
        self._seen: dict[str, Incident] = {}
        self.told: list[Told] = []

    def look(self, fleet: Fleet) -> None:
        """Tell what has changed since the last look."""
        tracked = fleet.incidents
        for key, each in tracked.items():
            if self._seen.get(key) is not each.incident:
                self._seen[key] = each.incident
                self._tell(key, each.incident, str(each.incident.state))
        for key in [key for key in self._seen if key not in tracked]:
            incident = self._seen.pop(key)
            self._tell(key, incident, str(IncidentState.CLOSED))
            self._known.pop(key, None)

    def answer(self, complaint: Complaint) -> None:
        """Tell what the record answered to a complaint."""
        fault = complaint.fault
        line = Line(
            at=self._now(),
            room=complaint.room,
            incident=complaint.answer.incident if isinstance(complaint.answer, FaultAnswer) else None,
            fault=fault.slug if fault else outcome(type(complaint.answer)),
            owner=str(complaint.owner),
            state=COMPLAINT,
            severity=str(fault.harm) if fault else "",
            confidence=str(fault.confidence if fault else Confidence.SUSPECTED),
        )
        self.told.append(Told(line, (complaint.room,)))

    def _tell(self, key: str, incident: Incident, state: str) -> None:
        if incident.number is None or state == IncidentState.WATCHING:
            return
        fault, known = incident.fault, self._known.get(key)
        line = Line(
            at=self._now(),
            room=incident.room,
            incident=incident.number,
            fault=fault.slug,
            owner=str(fault.owner),
            state=state,
            severity=str(fault.harm),
            confidence=str(fault.confidence),
            mended_by=incident.mended_by or None,
        )
        told = Told(line, incident.rooms)
        if known is None or (_about(known) != _about(told)):
            self._known[key] = told
            self.told.append(told)


def _about(told: Told) -> tuple[object, ...]:
    line = told.line
    return line.room, line.owner, line.state, line.severity, line.confidence, line.mended_by, told.rooms
