"""Incidents: all of them, the open ones first, in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Incident, IncidentState
from huonevahti_fleet.pages._lines import RoomLink
from huonevahti_fleet.pages._moves import fault_verdict, links
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show

ROWS = 50
NUMBERED = (IncidentState.OPEN, IncidentState.RESOLVED, IncidentState.CLOSED)
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One incident in one line."""

    number: int | None
    verdict: str
    state: str
    mended: str
    is_open: bool
    rooms: tuple[RoomLink, ...]
    more_rooms: int
    title: str
    owner: str
    began: str
    lasted: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `before` is where an older page begins, None when this is the oldest."""

    heading: str
    rows: tuple[Row, ...]
    before: int | None
    state: str
    states: tuple[tuple[str, str], ...]


def view(incidents: Sequence[Incident], names: Mapping[str, str], state: str, reader: Reader) -> View:
    """Return the page of these incidents; `names` are those of the rooms by slug."""
    running = sum(1 for incident in incidents if incident.state is IncidentState.OPEN)
    word = texts.count(reader.language, running) if running else ""
    heading = (
        reader.t("incidents.open", n=running, count=word) if running else reader.t("incidents.none_open")
    )
    full = len(incidents) == ROWS
    return View(
        heading=texts.capital(heading) if state != "over" else reader.t("incidents.over"),
        rows=tuple(_row(incident, dict(names), reader) for incident in incidents),
        before=incidents[-1].number if full else None,
        state=state,
        states=tuple((name, reader.t(f"incidents.show_{name}")) for name in ("all", "open", "over")),
    )


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    state = visit.query.get("state", "all")
    chosen = {"open": NUMBERED[:1], "over": NUMBERED[1:]}.get(state, NUMBERED)
    before = visit.query.get("before", "")
    found = visit.store.incidents(
        chosen, ROWS, int(before) if before.isdecimal() and len(before) < 12 else None
    )
    names = {s.room.slug: visit.reader.room(s) for s in visit.store.rooms()}
    return {"view": view(found, names, state if state in ("open", "over") else "all", visit.reader)}


@router.get("/incidents")
def incidents(request: Request) -> HTMLResponse:
    """Show the list of incidents."""
    return show(request, "incidents", content)


def _row(incident: Incident, names: dict[str, str], reader: Reader) -> Row:
    rooms = links(incident, names)
    ended_at = incident.resolved_at or incident.closed_at
    is_open = incident.state is IncidentState.OPEN
    return Row(
        number=incident.number,
        verdict=str(fault_verdict(incident)),
        state=texts.capital(reader.t(f"incident_state.{incident.state}")),
        mended=reader.t("incident.mended_tag") if incident.mended_by and not is_open else "",
        is_open=is_open,
        rooms=rooms[:3],
        more_rooms=max(0, len(rooms) - 3),
        title=reader.fault(incident.fault, "title"),
        owner=reader.owner(incident.fault),
        began=reader.when(incident.first_seen_at),
        lasted=reader.lasted(incident.first_seen_at, None if is_open else ended_at),
    )
