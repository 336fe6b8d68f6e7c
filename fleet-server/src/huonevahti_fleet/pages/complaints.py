"""Complaints: those that wait for an answer, then the rest in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.complaints import Complaint
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.pages._answer_words import SHAPE_OF, heading, kind_of
from huonevahti_fleet.pages._complained import Open, waiting
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, render, visit_of

ROWS = 50
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint that was answered."""

    number: int
    kind: str
    shape: str
    room: str
    slug: str
    title: str
    sentence: str
    reply: str


@dataclass(frozen=True, slots=True)
class View:
    """The page; `before` is where the older ones begin, None when there are none."""

    heading: str
    cards: tuple[Open, ...]
    rows: tuple[Row, ...]
    before: int | None


def view(
    waits: Sequence[Complaint], every: Sequence[Complaint], states: Sequence[RoomState], reader: Reader
) -> View:
    """Return complaints that wait for an answer, and one page of those answered."""
    names = {state.room.slug: reader.room(state) for state in states}
    shown = every[:ROWS]
    return View(
        heading=reader.t("complaints.heading", n=len(waits)) if waits else reader.t("complaints.none_open"),
        cards=waiting(waits, states, reader),
        rows=tuple(_row(c, names.get(c.room, c.room), reader) for c in shown if not c.is_open),
        before=shown[-1].number if len(every) > ROWS else None,
    )


def _row(complaint: Complaint, room: str, reader: Reader) -> Row:
    kind, last = kind_of(complaint), complaint.replies[-1]
    return Row(
        number=complaint.number,
        kind=kind,
        shape=SHAPE_OF[kind],
        room=room,
        slug=complaint.room,
        title=reader.t("complaint.title", at=complaint.at, symptom=reader.t(f"symptom.{complaint.symptom}")),
        sentence=heading(complaint, room, reader),
        reply=reader.t(f"reply.{last.kind}"),
    )


def content(visit: Visit) -> View:
    """Return the page for one visit."""
    text = visit.query.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    complaints = visit.store.complaints
    waits = complaints.open() if before is None else ()
    return view(waits, complaints.all(ROWS + 1, before), visit.store.rooms(), visit.reader)


@router.get("/complaints")
def complaints(request: Request) -> HTMLResponse:
    """Show complaints."""
    return render(request, "complaints.html", "complaints", view=content(visit_of(request)))
