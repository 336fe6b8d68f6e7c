"""Rooms: what needs a move now, worst first; the rest in one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import RoomState, Verdict
from huonevahti_fleet.pages._asked import ROWS, Asked, found, rows_of
from huonevahti_fleet.pages._complained import counted, waiting
from huonevahti_fleet.pages._complained import key as key_of
from huonevahti_fleet.pages._handed import standings
from huonevahti_fleet.pages._lines import Line, noted, watched
from huonevahti_fleet.pages._moves import MOST, Move, key, moves, needs_a_move, worst_first
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show
from huonevahti_fleet.pages._rows import Row, row
from huonevahti_fleet.pages._strips import UNKNOWN, Strip, read

ORDER = (Verdict.UNFIT, Verdict.DEGRADED, Verdict.NO_DATA, Verdict.ONBOARDING, Verdict.FIT)
router = APIRouter()


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows: `more` incidents have no card, `found` rooms answer to what was asked."""

    heading: str
    lead: str
    news: str
    counts: tuple[tuple[str, int], ...]
    total: int
    moves: tuple[Move, ...]
    more: int
    watched: tuple[Line, ...]
    noted: tuple[Line, ...]
    key: str
    rows: tuple[Row, ...]
    found: int
    pages: int
    sites: tuple[tuple[str, str], ...]
    asked: Asked


def view(
    states: Sequence[RoomState],
    chosen: Sequence[RoomState],
    strips: Mapping[str, Strip],
    asked: Asked,
    reader: Reader,
) -> View:
    """Return the page of all rooms, those `chosen` in rows; `strips` hold the last 24 hours of the rows shown."""
    counts = Counter(state.verdict for state in states)
    incidents, watching, lesser = worst_first(states), watched(states, reader), noted(states, reader)
    cards = moves(incidents[:MOST], states, reader)
    places = {state.room.site.slug: state.room.site for state in states}
    sites = {slug: reader.name(site.name, slug) for slug, site in places.items()}
    return View(
        heading=heading(states, reader),
        lead=lead(states, reader),
        news=news(states, reader),
        counts=tuple((str(verdict), counts[verdict]) for verdict in ORDER),
        total=len(states),
        moves=cards,
        more=len(incidents) - len(cards),
        watched=watching,
        noted=lesser,
        key=key(cards, (*watching, *lesser)) + str(len(incidents)),
        rows=tuple(
            row(state, strips.get(state.room.slug, UNKNOWN), reader) for state in rows_of(chosen, asked)
        ),
        found=len(chosen),
        pages=max(1, -(-len(chosen) // ROWS)),
        sites=tuple(sorted(sites.items(), key=lambda pair: pair[1].casefold())),
        asked=asked,
    )


def heading(states: Sequence[RoomState], reader: Reader) -> str:
    """Return the verdict over all rooms in one sentence."""
    needing = sum(1 for state in states if needs_a_move(state))
    if not states:
        return reader.t("rooms.none")
    if needing:
        return texts.capital(
            reader.t("rooms.need_a_move", n=needing, count=texts.count(reader.language, needing))
        )
    if any(state.verdict not in (Verdict.FIT, Verdict.ONBOARDING) for state in states):
        return reader.t("rooms.watching")
    return reader.t("rooms.all_fit")


def lead(states: Sequence[RoomState], reader: Reader) -> str:
    """Return the line under the heading: how many rooms, how many fit, how many with a customer inside."""
    fit = sum(1 for state in states if state.verdict is Verdict.FIT)
    busy = sum(1 for state in states if state.in_session)
    if not states:
        return reader.t("rooms.none_lead")
    return reader.t("rooms.lead", n=len(states), fit=fit) + (
        f" {reader.t('rooms.busy', n=busy)}" if busy else ""
    )


def news(states: Sequence[RoomState], reader: Reader) -> str:
    """Return the latest change of a verdict in one sentence."""
    if not states:
        return ""
    latest = max(states, key=lambda state: state.since)
    verdict = reader.t(f"verdict.{latest.verdict}").lower()
    return reader.t("news", room=reader.room(latest), verdict=verdict, at=latest.since)


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    states, asked = visit.store.rooms(), Asked.of(visit.query)
    chosen = found(states, asked, visit.reader)
    strips = read(visit.store, rows_of(chosen, asked), visit.reader.now)
    opened = {incident.key: incident for state in states for incident in state.incidents}
    shown = view(states, chosen, strips, asked, visit.reader)
    waits = waiting(visit.store.complaints.open(), states, visit.reader)
    needing = sum(1 for state in states if needs_a_move(state))
    shown = replace(shown, heading=counted(needing, len(waits), visit.reader) or shown.heading)
    said = {"complaints": waits, "complaints_key": key_of(waits)}
    return {"view": shown, "standings": standings(visit, opened.values()), **said}


@router.get("/")
def rooms(request: Request) -> HTMLResponse:
    """Show all rooms."""
    return show(request, "rooms", content)
