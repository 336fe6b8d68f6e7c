"""Room: the verdict, whose move it is and why, the table drawn, the last day and week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Incident, Numbers, RoomDetail, RoomState, Timeline, Verdict
from huonevahti_fleet.pages._calls import calls
from huonevahti_fleet.pages._evidence import Case, case_of
from huonevahti_fleet.pages._facts import Fact, SignalRow, facts, signal_rows
from huonevahti_fleet.pages._guard import Guard, guard
from huonevahti_fleet.pages._handed import standings
from huonevahti_fleet.pages._happened import Happening, happenings
from huonevahti_fleet.pages._lanes import Lane, Tick, is_young, lanes, ticks
from huonevahti_fleet.pages._lines import Line, watched
from huonevahti_fleet.pages._measure import ASKED
from huonevahti_fleet.pages._moves import Move, key, moves, now_line, worst_first
from huonevahti_fleet.pages._numbers import SHOWN, Number, numbers
from huonevahti_fleet.pages._parts import Part, in_order, parts
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show
from huonevahti_fleet.pages._room_cards import room_cards
from huonevahti_fleet.pages._room_restart import room_restart
from huonevahti_fleet.pages.rooms import news

LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
router = APIRouter()


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `cases` are the room's open incidents, worst first."""

    slug: str
    name: str
    site: str
    verdict: str
    in_session: bool
    heading: str
    lead: str
    news: str
    moves: tuple[Move, ...]
    cases: tuple[Case, ...]
    watched: tuple[Line, ...]
    key: str
    parts: tuple[Part, ...]
    drawing: str
    span: str
    spans: tuple[str, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    happenings: tuple[Happening, ...]
    numbers: tuple[Number, ...]
    guard: Guard | None
    facts: tuple[Fact, ...]
    signals: tuple[SignalRow, ...]


def view(detail: RoomDetail, line: Timeline, samples: Numbers, reader: Reader) -> View:
    """Return the page of one room with its time line and the samples of its numbers."""
    state, drawn = detail.state, parts(detail.signals, is_heard(detail.state), reader)
    cards = moves(worst_first([state], with_cosmetic=True), [state], reader)
    watching = watched([state], reader)
    return View(
        slug=state.room.slug,
        name=reader.room(state),
        site=reader.name(state.room.site.name, state.room.site.slug),
        verdict=str(state.verdict),
        in_session=bool(state.in_session),
        heading=heading(state, reader),
        lead=lead(state, reader),
        news=news([state], reader),
        moves=cards,
        cases=tuple(case_of(incident, reader) for incident in state.incidents),
        watched=watching,
        key=key(cards, watching),
        parts=drawn,
        drawing=in_order(drawn, reader),
        span=next(name for name, length in LENGTHS.items() if line.end_at - line.start_at <= length),
        spans=tuple(LENGTHS),
        lanes=lanes(line, reader),
        ticks=ticks(line, reader),
        happenings=happenings(line, reader),
        numbers=numbers(detail.signals, samples, reader),
        guard=guard(detail, reader, is_heard=is_heard(state)),
        facts=facts(detail, reader),
        signals=signal_rows(detail.signals, reader),
    )


def heading(state: RoomState, reader: Reader) -> str:
    """Return the verdict in one sentence, with what is wrong."""
    verdict = reader.t(f"verdict.{state.verdict}").lower()
    main: Incident | None = state.main
    if main is None:
        return reader.t("room.heading", room=reader.room(state), verdict=verdict)
    title = reader.fault(main.fault, "title")
    if state.verdict is Verdict.NO_DATA:
        return reader.t("room.heading", room=reader.room(state), verdict=title[:1].lower() + title[1:])
    key = "room.heading_but" if state.verdict is Verdict.FIT else "room.heading_fault"
    return reader.t(key, room=reader.room(state), verdict=verdict, title=title[:1].lower() + title[1:])


def lead(state: RoomState, reader: Reader) -> str:
    """Return the line under the heading: since when, and what goes on in the room."""
    now = now_line(state, reader)
    return reader.t("room.lead", since=texts.capital(reader.since(state.since)), now=texts.capital(now))


def is_heard(state: RoomState) -> bool:
    """Return whether the terminal's last words are recent enough to be drawn as how things stand."""
    silent = any("silent" in incident.fault.slug for incident in state.incidents)
    return state.presence.last_seen_at is not None and not silent and state.verdict is not Verdict.NO_DATA


def content(visit: Visit) -> dict[str, object] | None:
    """Return what the template needs, None when there is no such room."""
    detail = visit.store.room(visit.query["slug"])
    if detail is None:
        return None
    reader = replace(visit.reader, zone=detail.state.room.site.time_zone)
    slug, asked = detail.state.room.slug, visit.query.get("span", "")
    line = visit.store.timeline(slug, reader.now - LENGTHS.get(asked, LENGTHS["day"]), reader.now)
    if asked not in LENGTHS and is_young(line):
        line = replace(line, start_at=reader.now - LENGTHS["hour"])
    samples = visit.store.numbers(slug, SHOWN, line.start_at)
    measured = visit.query.get("measured", "")
    return {
        "view": view(detail, line, samples, reader),
        "reader": reader,
        "calls": calls(replace(visit, reader=reader), detail.state.incidents, [detail.state]),
        "standings": standings(replace(visit, reader=reader), detail.state.incidents),
        "measure": visit.can_measure and detail.state.room.terminal is not None,
        "measured": reader.t(f"room.measure.{measured}") if measured in ASKED else "",
        "cards": room_cards(visit.store, slug, reader),
        "restart": room_restart(visit.store, slug, reader),
    }


@router.get("/rooms/{slug}")
def room(request: Request, slug: str) -> HTMLResponse:
    """Show one room."""
    return show(request, "room", content, slug=slug)
