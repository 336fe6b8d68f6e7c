"""Complain: which room, when, what was seen or heard; twenty seconds, and no word about anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huonevahti_fleet import texts
from huonevahti_fleet.domain.clear import OLDEST
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.symptoms import Symptom
from huonevahti_fleet.flows.take_complaint import take_complaint
from huonevahti_fleet.pages._asked import in_line
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import render, visit_of
from huonevahti_fleet.pages._symptoms import GROUPS

router = APIRouter()
NEAR = {"now": timedelta(0), "ago_15": timedelta(minutes=15)}
CLOCK = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")


@dataclass(frozen=True, slots=True)
class View:
    """The form: the rooms by name, what is chosen already, and the fields that cannot be used."""

    rooms: tuple[tuple[str, str], ...]
    room: str
    time: str
    clock: str
    day: str
    days: tuple[tuple[str, str], ...]
    symptom: str
    wrong: tuple[str, ...]


def view(
    states: Sequence[RoomState], form: Mapping[str, str], wrong: Sequence[str], reader: Reader
) -> View:
    """Return the form with what an address or a former try has filled in."""
    names = sorted(((s.room.slug, reader.room(s)) for s in states), key=lambda pair: in_line(pair[1]))
    local = reader.local(reader.now)
    days = [(local - timedelta(days=back)).date() for back in range(OLDEST.days)]
    words = (reader.t("complain.today"), reader.t("complain.yesterday"))
    told = [*words, *(_day(day, reader) for day in days[2:])]
    only = names[0][0] if len(names) == 1 else ""
    return View(
        rooms=tuple(names),
        room=form.get("room", only),
        time=form.get("time", "at" if form.get("clock") else "now"),
        clock=form.get("clock", ""),
        day=form.get("day", ""),
        days=tuple((day.isoformat(), word) for day, word in zip(days, told, strict=True)),
        symptom=form.get("symptom", ""),
        wrong=tuple(wrong),
    )


def _day(day: date, reader: Reader) -> str:
    return texts.day(reader.language, datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(reader.zone)))


def time_of(form: Mapping[str, str], zone: str, now: datetime) -> datetime | None:
    """Return the instant a form means, None when it cannot be told, lies ahead or is forgotten."""
    if form.get("time", "now") in NEAR:
        return now - NEAR[form.get("time", "now")]
    clock = CLOCK.fullmatch(form.get("clock", ""))
    if clock is None:
        return None
    try:
        day = form.get("day") or now.astimezone(ZoneInfo(zone)).date().isoformat()
        told = datetime.fromisoformat(f"{day}T{clock[1]:0>2}:{clock[2]}")
    except ValueError:
        return None
    at = told.replace(tzinfo=ZoneInfo(zone)).astimezone(now.tzinfo)
    return min(at, now) if now - OLDEST <= at <= now + timedelta(minutes=5) else None


@router.get("/complain")
def complain(request: Request) -> HTMLResponse:
    """Show the form, filled in as far as the address says."""
    return _page(request, dict(request.query_params), ())


@router.post("/complain")
async def send(request: Request) -> Response:
    """Take a complaint and go to its answer, or show the form again with what is missing."""
    form, state = await form_of(request), request.app.state
    found = next((s for s in state.store.rooms() if s.room.slug == form.get("room")), None)
    symptom = form.get("symptom", "")
    now = state.clock()
    at = time_of(form, found.room.site.time_zone if found else "Europe/Helsinki", now)
    wrong = [name for name, is_there in (("room", found), ("time", at), ("symptom", symptom in list(Symptom)))
             if not is_there]  # fmt: skip  # one thought
    made = None
    if found is not None and at is not None and not wrong:
        made = take_complaint(state.store, (found.room.slug, Symptom(symptom)), at, "page", now)
    if made is None:
        return _page(request, form, wrong or ["room"], 422)
    return RedirectResponse(f"/complaints/{made.number}", 303)


def _page(request: Request, form: Mapping[str, str], wrong: Sequence[str], status: int = 200) -> HTMLResponse:
    visit = visit_of(request)
    states = visit.store.rooms()
    zones = {s.room.slug: s.room.site.time_zone for s in states}
    reader = replace(visit.reader, zone=zones.get(form.get("room", ""), visit.reader.zone))
    shown = view(states, form, wrong, reader)
    return render(request, "complain.html", "complain", status=status, view=shown, groups=GROUPS)
