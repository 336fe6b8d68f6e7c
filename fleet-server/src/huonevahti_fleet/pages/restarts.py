"""Restarts: tonight in one sentence, what is planned for each room, and what came of the last thirty nights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.nightly import Booking, NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.pages import _ahead_lanes as lanes
from huonevahti_fleet.pages import _night_spans as spans
from huonevahti_fleet.pages import _tonight as tonight
from huonevahti_fleet.pages._asked_nights import NOT_TONIGHT, SHOWN, Asked, found, pages_of, rows_of
from huonevahti_fleet.pages._night_cells import NIGHTS, Cells, by_room, cells
from huonevahti_fleet.pages._promise import month_met
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, render, visit_of

router = APIRouter()
SAID = ("saved", "choose")


@dataclass(frozen=True, slots=True)
class Row:
    """One room: its restart of tonight in words and drawn, the coming week drawn, its last nights."""

    slug: str
    name: str
    when: str
    latest: str
    why: str
    night: lanes.Lane
    week: lanes.Lane
    cells: Cells


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is known of the rooms of one page."""

    bookings: Mapping[str, Sequence[Booking]]
    nights: Sequence[NightRecord]
    readiness: Sequence[ReadinessRecord]


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


def view(
    every: Sequence[Ahead], chosen: Sequence[Ahead], loaded: Loaded, asked: Asked, reader: Reader
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
        rows=rows(rows_of(chosen, asked), loaded, (night, week), reader),
        found=len(chosen),
        total=len(every),
        pages=pages_of(chosen),
        chips=(("", len(every)), (NOT_TONIGHT, sum(not each.restarts for each in every))),
        sites=tuple(sites),
        night_ticks=spans.night_ticks(night, reader),
        week_ticks=spans.week_ticks(week, reader),
        asked=asked,
    )


def rows(
    shown: Sequence[Ahead], loaded: Loaded, shown_of: tuple[spans.Span, spans.Span], reader: Reader
) -> tuple[Row, ...]:
    """Return the rows of these rooms."""
    nights, readiness = by_room(loaded.nights), by_room(loaded.readiness)
    made = []
    for each in shown:
        slug, own = each.room.slug, replace(reader, zone=each.room.site.time_zone)
        booked = loaded.bookings.get(slug, ())
        night = each.night if each.restarts else None
        made.append(
            Row(
                slug=slug,
                name=reader.name(each.room.name, slug),
                when=own.clock(night.begins_at) if night else "",
                latest=own.t("restarts.lane.latest", at=own.clock(night.latest_at)) if night else "",
                why=reader.t(f"restarts.why.{each.why}") if each.why else "",
                night=lanes.night_lane(each, booked, shown_of[0], own),
                week=lanes.week_lane(each, booked, shown_of[1], own),
                cells=cells(nights.get(slug, ()), readiness.get(slug, ()), each.zone, own),
            )
        )
    return tuple(made)


def content(visit: Visit) -> dict[str, Any]:
    """Return what the template needs for one visit."""
    store, reader, asked = visit.store, visit.reader, Asked.of(visit.query)
    said = visit.query.get("said", "")
    every, today = tonight.read(store, reader.now), reader.local(reader.now).date()
    last = {r.room: r for r in store.nights(today) if r.day == today} if asked.show in tuple(Outcome) else {}
    chosen = found(every, last, asked, reader)
    asked = replace(asked, page=min(asked.page, pages_of(chosen)))
    counts = store.openings.outcomes(today)
    shown = view(every, chosen, _loaded(visit, rows_of(chosen, asked), today), asked, reader)
    chips = tuple((show, counts[Outcome(show)]) for show in SHOWN[2:] if counts.get(Outcome(show)))
    told = tonight.lead(counts, month_met(store, reader), reader)
    return {
        "view": replace(shown, lead=told, chips=(*shown.chips, *chips)),
        "said": said if said in SAID else "",
    }


def _loaded(visit: Visit, shown: Sequence[Ahead], today: date) -> Loaded:
    store, now, rooms = visit.store, visit.reader.now, [each.room.slug for each in shown]
    since = today - timedelta(days=NIGHTS - 1)
    return Loaded(
        bookings=store.openings.bookings(rooms, now, now + timedelta(days=9)),
        nights=store.nights(since, rooms),
        readiness=store.readiness(now - timedelta(days=NIGHTS), rooms),
    )


@router.get("/restarts")
def restarts(request: Request) -> HTMLResponse:
    """Show tonight, the coming week and the last nights."""
    return render(request, "restarts.html", "restarts", **content(visit_of(request)))
