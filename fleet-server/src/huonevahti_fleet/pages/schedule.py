"""Schedule: when rooms restart, for all, a site, a room or several; what would change for whom is shown before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huonevahti_fleet.domain.nightly import Outcome, Place, by_place
from huonevahti_fleet.domain.registry import BadRegistry
from huonevahti_fleet.flows import edit_schedule
from huonevahti_fleet.pages import _schedule_changes as changes_told
from huonevahti_fleet.pages import _schedule_words as words
from huonevahti_fleet.pages import _tonight as tonight
from huonevahti_fleet.pages._chosen import REPEATED, Chosen, chosen
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._render import Visit, render, visit_of
from huonevahti_fleet.pages._schedule_form import TYPED, Wrong, edits, read, typed
from huonevahti_wire.plan.layers import Schedule

router = APIRouter()


def meant(visit: Visit, fields: Mapping[str, str]) -> Chosen:
    """Return whom fields mean, or raise a 404."""
    today, store = visit.reader.local(visit.reader.now).date(), visit.store
    is_asked = fields.get("show") in tuple(Outcome) and bool(fields.get("every"))
    last = {r.room: r for r in store.nights(today) if r.day == today} if is_asked else {}
    found = chosen(fields, tonight.read(store, visit.reader.now), last, visit.reader)
    if found is None:
        raise HTTPException(404)
    return found


def view(
    visit: Visit, whom: Chosen, fields: Mapping[str, str], faults: Mapping[str, Wrong], said: str
) -> dict[str, Any]:
    """Return what the form needs: whom it is for, what rules there, fields as typed, faulty ones, what went wrong."""
    store, reader = visit.store, visit.reader
    layers = store.schedules()
    won, exceptions = words.winners(whom, layers, reader) if whom.kind != "rooms" else ({}, ())
    rooms = {each.room.slug: each.room for each in tonight.read(store, reader.now)}
    places = {room.site.slug: room.site for room in rooms.values()}
    named: dict[Place, Mapping[str, str]] = {("site", slug): place.name for slug, place in places.items()}
    named |= {("room", slug): room.name for slug, room in rooms.items()}
    own = [
        (each, reader.name(named.get(each.place, {}), each.slug)) for each in layers if each.layer != "all"
    ]
    return {
        "whom": whom,
        "fields": fields,
        "faults": faults,
        "won": won,
        "exceptions": exceptions,
        "sites": sorted(
            ((s, reader.name(p.name, s)) for s, p in places.items()), key=lambda p: p[1].casefold()
        ),
        "own": own[:50],
        "said": f"schedule.said.{said}" if said else "",
        "names": [reader.name(each.room.name, each.room.slug) for each in whom.rooms[:12]],
    }


@router.get("/restarts/schedule")
def schedule(request: Request) -> Response:
    """Show the form for whom the address means."""
    visit, rooms = visit_of(request), request.query_params.getlist("room")
    fields = {**visit.query, **({"rooms": " ".join(rooms)} if rooms else {})}
    whom = meant(visit, fields)
    word = by_place(visit.store.schedules()).get((whom.kind, whom.slug), Schedule())
    return render(request, "schedule.html", "schedule", **view(visit, whom, typed(word), {}, ""))


@router.post("/restarts/schedule/edit")
async def again(request: Request) -> HTMLResponse:
    """Show the form once more, as it was typed."""
    form, visit = await form_of(request), visit_of(request)
    return render(request, "schedule.html", "schedule", **view(visit, meant(visit, form), form, {}, ""))


@router.post("/restarts/schedule/preview")
async def preview(request: Request) -> HTMLResponse:
    """Show what would change for whom, or the form again with what was expected."""
    return _preview(request, await form_of(request), "", 200)


@router.post("/restarts/schedule")
async def save(request: Request) -> Response:
    """Do what the preview showed, unless something was set or somebody came in between."""
    form, visit = await form_of(request), visit_of(request)
    whom, (word, faults) = meant(visit, form), read(form)
    counted = form.get("counted", "")
    if faults or not (counted.isascii() and counted.isdigit()) or whom.mark != form.get("seen"):
        return _preview(request, form, "stale", 409)
    wanted = edits(whom, word, by_place(visit.store.schedules()), forget=bool(form.get("forget")))
    try:
        edit_schedule.apply(visit.store, wanted, form["who"][:80], visit.reader.now, int(counted))
    except (edit_schedule.EditedMeanwhile, BadRegistry):
        return _preview(request, form, "stale", 409)
    return RedirectResponse("/restarts?said=saved", 303)


def _preview(request: Request, form: Mapping[str, str], said: str, status: int) -> HTMLResponse:
    visit = visit_of(request)
    store, reader = visit.store, visit.reader
    whom, (word, faults) = meant(visit, form), read(form)
    if faults:
        return render(request, "schedule.html", "schedule", status=422, **view(visit, whom, form, faults, ""))
    counted = store.counter("schedules")
    wanted = edits(whom, word, by_place(store.schedules()), forget=bool(form.get("forget")))
    changes = edit_schedule.preview(store, wanted, reader.now)
    every = {each.room.slug: each for each in tonight.read(store, reader.now)}
    shown = {
        "whom": whom,
        "count": len(changes),
        "refused": sum(change.is_refused for change in changes),
        "conflicts": sum(bool(change.conflicts) for change in changes),
        "rows": changes_told.changed(changes, every, reader),
        "clocks": changes_told.clock_changes(word.at, reader) if word.at else (),
        "fields": [(name, form[name]) for name in (*REPEATED, *TYPED) if form.get(name)],
        "hidden": {"counted": str(counted), "seen": whom.mark},
        "said": f"schedule.said.{said}" if said else "",
    }
    return render(request, "schedule_preview.html", "schedule", status=status, **shown)
