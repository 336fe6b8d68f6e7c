"""Order: restarts now, when free or in the night, for one room or several, with their number to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.flows.order_restart import EXPIRES, Wanted, When, order
from huonevahti_fleet.pages import _night_words as night_words
from huonevahti_fleet.pages._chosen import Chosen
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, render, visit_of
from huonevahti_fleet.pages.schedule import meant
from huonevahti_wire.messages import JobStatus

router = APIRouter()
SHOWN = 100
JOBS = 20_000
"""Jobs that are looked through, the newest first."""
SHAPES = {"succeeded": "fit", "failed": "unfit", "rejected": "unfit", "timed_out": "unfit", "expired": "no_data"}
"""What a job's end is drawn with; one still under way is as an onboarding room: something is to come."""


@dataclass(frozen=True, slots=True)
class Row:
    """One room: how it stands, and once ordered what became of it."""

    slug: str
    name: str
    now: str
    shape: str = ""
    word: str = ""
    why: str = ""


def before(rooms: Sequence[Ahead], states: Mapping[str, RoomState], reader: Reader) -> tuple[Row, ...]:
    """Return the rooms of an order that is still to be confirmed, each with what will hold it up."""
    return tuple(
        Row(each.room.slug, reader.name(each.room.name, each.room.slug), _now(states.get(each.room.slug), reader))
        for each in rooms[:SHOWN]
    )


def after(
    rooms: Sequence[Ahead], jobs: Mapping[str, Job], states: Mapping[str, RoomState], reader: Reader
) -> tuple[Row, ...]:
    """Return what became of each room's order; a room without one says why."""
    return tuple(_result(each, jobs.get(each.room.terminal or ""), states, reader) for each in rooms)


def _result(each: Ahead, job: Job | None, states: Mapping[str, RoomState], reader: Reader) -> Row:
    name, now = reader.name(each.room.name, each.room.slug), _now(states.get(each.room.slug), reader)
    if job is None:
        return Row(each.room.slug, name, now, "no_data", reader.t("order.without"), reader.t("order.never_heard"))
    why = ", ".join(_why(job, reader))
    return Row(each.room.slug, name, now, SHAPES.get(job.state, "onboarding"), reader.t(f"job.{job.state}"), why)


def _why(job: Job, reader: Reader) -> Iterator[str]:
    if job.state_reason:
        yield night_words.reason(job.state_reason, reader)
    if job.state is JobStatus.DEFERRED and job.until is not None:
        key = "order.tried_again" if job.until < job.expires_at else "order.lapses"
        yield reader.t(key, at=job.until)


def _now(state: RoomState | None, reader: Reader) -> str:
    if state is None or state.presence.last_seen_at is None:
        return reader.t("order.now.unheard")
    if state.presence.status not in ("online", ""):
        return reader.t("order.now.offline")
    if state.in_session:
        return reader.t("order.now.busy")
    return reader.t("order.now.open" if state.is_open else "order.now.closed")


def content(visit: Visit, whom: Chosen, when: When, fault: str = "") -> dict[str, Any]:
    """Return what the page needs to have an order confirmed."""
    states = {state.room.slug: state for state in visit.store.rooms()}
    return {
        "whom": whom,
        "when": when,
        "rows": before(whom.rooms, states, visit.reader),
        "count": len(whom.rooms),
        "busy": sum(bool(s.in_session) for e in whom.rooms if (s := states.get(e.room.slug))),
        "waits": visit.reader.lasted(visit.reader.now, visit.reader.now + EXPIRES[when]),
        "can_order": visit.can_measure,
        "fault": fault,
    }


def _when(fields: Mapping[str, str]) -> When:
    asked = fields.get("when", "")
    return next((when for when in EXPIRES if when == asked), "when_idle")


@router.get("/restarts/order")
def confirm(request: Request) -> Response:
    """Show what an order would do, to be confirmed."""
    visit, rooms = visit_of(request), request.query_params.getlist("room")
    if not rooms and not visit.query.get("every"):
        return RedirectResponse("/restarts?said=choose", 303)
    fields = {**visit.query, **({"rooms": " ".join(rooms)} if rooms and not visit.query.get("every") else {})}
    return render(request, "order.html", "order", **content(visit, meant(visit, fields), _when(fields)))


@router.post("/restarts/order")
async def give(request: Request) -> Response:
    """Give the orders when the number that was typed is the number of rooms."""
    form, visit, state = await form_of(request), visit_of(request), request.app.state
    whom, when = meant(visit, form), _when(form)
    if state.seal is None or whom.mark != form.get("seen"):
        return render(request, "order.html", "order", status=409, **content(visit, whom, when, "stale"))
    if len(whom.rooms) > 1 and form.get("count", "") != str(len(whom.rooms)):
        return render(request, "order.html", "order", status=422, **content(visit, whom, when, "count"))
    order(visit.store, [each.room.slug for each in whom.rooms], Wanted(when), state.seal, visit.reader.now)
    return RedirectResponse(f"/restarts/ordered?{urlencode(whom.fields)}", 303)


@router.get("/restarts/ordered")
def ordered(request: Request) -> HTMLResponse:
    """Show what became of the orders of these rooms, the newest of each."""
    visit = visit_of(request)
    whom, states = meant(visit, visit.query), {state.room.slug: state for state in visit.store.rooms()}
    jobs = {job.terminal: job for job in reversed(visit.store.jobs(limit=JOBS)) if job.kind == "restart"}
    rows = after(whom.rooms, jobs, states, visit.reader)
    given = sum(each.room.terminal in jobs for each in whom.rooms)
    shown: dict[str, Any] = {"rows": rows[:SHOWN], "count": len(rows), "given": given, "whom": whom}
    return render(request, "ordered.html", "order", **shown)
