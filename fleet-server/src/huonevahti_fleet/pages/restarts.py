"""Restarts: tonight in one sentence, what is planned for each room, and what came of the last thirty nights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.nightly import Outcome
from huonevahti_fleet.pages import _night_spans as spans
from huonevahti_fleet.pages import _tonight as tonight
from huonevahti_fleet.pages._as_before import as_before
from huonevahti_fleet.pages._asked_nights import NOT_TONIGHT, SHOWN, Asked, found, pages_of, rows_of
from huonevahti_fleet.pages._promise import month_met
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, render, visit_of
from huonevahti_fleet.pages._restart_rows import Loaded, Row, loaded, rows

router = APIRouter()
SAID = ("saved", "choose")


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows."""

    heading: str
    lead: str
    rows: tuple[Row, ...]
    found: int
    total: int
    pages: int
    chips: tuple[tuple[str, int], ...]
    sites: tuple[tuple[str, str], ...]
    night_ticks: tuple[spans.Tick, ...]
    week_ticks: tuple[spans.Tick, ...]
    asked: Asked
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    """What came of last night, in all rooms."""


def view(
    every: Sequence[Ahead], chosen: Sequence[Ahead], known: Loaded, asked: Asked, reader: Reader
) -> View:
    """Return the page of all rooms, those `chosen` in rows."""
    zone, places = ZoneInfo(reader.zone), {each.room.site.slug: each.room.site for each in every}
    night, week = spans.night_span(reader.now, zone, chosen), spans.week_span(reader.now, zone)
    sites = sorted(
        ((s, reader.name(p.name, s)) for s, p in places.items()), key=lambda pair: pair[1].casefold()
    )
    return View(
        heading=tonight.heading(every, reader),
        lead="",
        rows=rows(rows_of(chosen, asked), known, (night, week), reader),
        found=len(chosen),
        total=len(every),
        pages=pages_of(chosen),
        chips=(("", len(every)), (NOT_TONIGHT, sum(not each.restarts for each in every))),
        sites=tuple(sites),
        night_ticks=spans.night_ticks(night, reader),
        week_ticks=spans.week_ticks(week, reader),
        asked=asked,
    )


def content(visit: Visit) -> dict[str, Any]:
    """Return what the template needs for one visit."""
    asked, said = Asked.of(visit.query), visit.query.get("said", "")
    key = "restarts", visit.reader.language, asked
    shown = as_before(visit.store, key, visit.reader.now, lambda: whole(visit, asked))
    told = tonight.lead(shown.counts, month_met(visit.store, visit.reader), visit.reader)
    return {"view": replace(shown, lead=told), "said": said if said in SAID else ""}


def whole(visit: Visit, asked: Asked) -> View:
    """Read all that the page shows but for the month's promise."""
    store, reader = visit.store, visit.reader
    every, today = tonight.read(store, reader.now), reader.local(reader.now).date()
    last = {r.room: r for r in store.nights(today) if r.day == today} if asked.show in tuple(Outcome) else {}
    chosen = found(every, last, asked, reader)
    asked = replace(asked, page=min(asked.page, pages_of(chosen)))
    counts = store.openings.outcomes(today)
    shown = view(every, chosen, loaded(visit.store, rows_of(chosen, asked), reader), asked, reader)
    chips = tuple((show, counts[Outcome(show)]) for show in SHOWN[2:] if counts.get(Outcome(show)))
    return replace(shown, counts=counts, chips=(*shown.chips, *chips))


@router.get("/restarts")
def restarts(request: Request) -> HTMLResponse:
    """Show tonight, the coming week and the last nights."""
    return render(request, "restarts.html", "restarts", **content(visit_of(request)))
