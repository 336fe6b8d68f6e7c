"""Incident: one fault's life, the evidence both ways, what each reader does next, the rooms it takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.rooms import Incident, IncidentState
from huonevahti_fleet.pages._calls import calls
from huonevahti_fleet.pages._evidence import Case, case_of
from huonevahti_fleet.pages._handed import handed
from huonevahti_fleet.pages._happened import did
from huonevahti_fleet.pages._lines import RoomLink
from huonevahti_fleet.pages._moves import fault_verdict, links
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show

_LIFE = ("life.seen", "life.opened", "life.resolved", "life.closed")
_BACK = ("life.opened", "life.resolved", "life.back", "life.open_again")
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Station:
    """One step of an incident's life; `after` is how long the step before had lasted."""

    word: str
    time: str
    after: str
    reached: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows."""

    number: int
    verdict: str
    state: str
    is_open: bool
    heading: str
    lead: str
    harm: str
    owner: str
    question: str
    life: tuple[Station, ...]
    reopened: str
    mended: str
    case: Case
    sentence: str
    rooms: tuple[RoomLink, ...]
    news: str


def view(incident: Incident, names: Mapping[str, str], reader: Reader) -> View:
    """Return the page of one incident; `names` are those of the rooms by slug."""
    fault, rooms = incident.fault, links(incident, dict(names))
    state = reader.t(f"incident_state.{incident.state}")
    title = reader.fault(fault, "title")
    where = rooms[0].name if len(rooms) == 1 else reader.t("incident.rooms", n=len(rooms))
    return View(
        number=incident.number or 0,
        verdict=str(fault_verdict(incident)),
        state=state,
        is_open=incident.state in (IncidentState.OPEN, IncidentState.WATCHING),
        heading=reader.t("incident.heading", where=where, title=title[:1].lower() + title[1:]),
        lead=reader.t(
            "incident.lead", state=state, number=str(incident.number), lasted=_lasted(incident, reader)
        ),
        harm=reader.t(f"harm.{fault.harm}"),
        owner=reader.owner(fault),
        question=reader.t(f"question.{fault.question}") if fault.question else "",
        life=life(incident, reader),
        reopened=reader.t("incident.reopened", n=incident.reopened) if incident.reopened else "",
        mended=_mended(incident, reader),
        case=case_of(incident, reader),
        sentence=reader.fault(fault, "sentence"),
        rooms=rooms,
        news=reader.t("incident.news", number=str(incident.number), state=state),
    )


def _mended(incident: Incident, reader: Reader) -> str:
    """Return what the terminal did by itself and when; empty when it was not that."""
    if not incident.mended_by or incident.resolved_at is None:
        return ""
    done = reader.t(did(incident.mended_by))
    return reader.t("incident.mended", did=done, at=reader.when(incident.resolved_at))


def life(incident: Incident, reader: Reader) -> tuple[Station, ...]:
    """Return the four steps: seen, open, resolved, closed; those not reached yet without a time.

    One that is back, but not for long enough to be open again, was open and resolved before it was seen.
    """
    seen, opened = incident.first_seen_at, incident.opened_at
    resolved, closed = incident.resolved_at, incident.closed_at
    steps = zip(_LIFE, (seen, opened, resolved, closed), strict=True)
    if incident.state is IncidentState.WATCHING:
        steps = zip(_BACK, (opened, resolved, seen, None), strict=True)
    found, before_at = [], None
    for key, at in steps:
        after = reader.t("life.after", lasted=reader.lasted(before_at, at)) if at and before_at else ""
        found.append(
            Station(reader.t(key), reader.when(at) if at else reader.t("life.not_yet"), after, at is not None)
        )
        before_at = at or before_at
    return tuple(found)


def content(visit: Visit) -> dict[str, object] | None:
    """Return what the template needs, None when there is no such incident."""
    found = visit.store.incident(int(visit.query["number"]))
    if found is None:
        return None
    states = visit.store.rooms()
    names = {state.room.slug: visit.reader.room(state) for state in states}
    packets = visit.store.packets.of_incident(found.number or 0)
    return {
        "view": view(found, names, visit.reader),
        "call": calls(visit, [found], states)[found.key],
        "packets": tuple(handed(packet, visit.reader) for packet in reversed(packets)),
        "can_sign": visit.can_measure,
        "origin": visit.origin,
    }


@router.get("/incidents/{number}")
def incident(request: Request, number: int) -> HTMLResponse:
    """Show one incident."""
    return show(request, "incident", content, number=str(number))


def _lasted(incident: Incident, reader: Reader) -> str:
    goes_on = incident.state in (IncidentState.OPEN, IncidentState.WATCHING)
    ended_at = None if goes_on else incident.resolved_at or incident.closed_at
    return reader.lasted(incident.first_seen_at, ended_at)
