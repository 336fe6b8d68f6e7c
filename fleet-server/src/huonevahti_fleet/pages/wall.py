"""Wall: how all rooms stand, in letters to be read across a room, without controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.rooms import RoomState, Verdict
from huonevahti_fleet.pages._asked import in_line
from huonevahti_fleet.pages._lines import Line, watched
from huonevahti_fleet.pages._moves import Move, moves, worst_first
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show
from huonevahti_fleet.pages.rooms import ORDER, heading, lead

MOST = 6
TILES = 40
"""So many rooms stand on the wall one by one; of more than these the worst, and the others by site."""
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Tile:
    """A room or a site: its name, its worst verdict; of a site also how many rooms are at that, and of how many."""

    name: str
    verdict: str
    in_session: bool = False
    rooms: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `more` is how many moves did not find room, `well` sites are fit as a whole."""

    heading: str
    lead: str
    clock: str
    counts: tuple[tuple[str, int], ...]
    moves: tuple[Move, ...]
    more: int
    watched: tuple[Line, ...]
    tiles: tuple[Tile, ...]
    more_sites: int
    well: int


def view(states: Sequence[RoomState], reader: Reader) -> View:
    """Return the wall of these rooms."""
    counts = Counter(state.verdict for state in states)
    incidents = worst_first(states)
    by_site = _by_site(states) if len(states) > TILES else {}
    troubled = [rooms for rooms in by_site.values() if _worst(rooms) is not Verdict.FIT]
    tiles = [_of_site(rooms, reader) for rooms in sorted(troubled, key=_rank)[:TILES]]
    return View(
        heading=heading(states, reader),
        lead=lead(states, reader),
        clock=reader.clock(reader.now),
        counts=tuple((str(verdict), counts[verdict]) for verdict in ORDER if counts[verdict]),
        moves=moves(incidents[:MOST], states, reader),
        more=max(0, len(incidents) - MOST),
        watched=watched(states, reader)[:MOST],
        tiles=tuple(tiles if by_site else _of_rooms(states, reader)),
        more_sites=max(0, len(troubled) - TILES),
        well=len(by_site) - len(troubled),
    )


def _of_rooms(states: Sequence[RoomState], reader: Reader) -> list[Tile]:
    ordered = sorted(states, key=lambda state: (ORDER.index(state.verdict), in_line(reader.room(state))))
    return [Tile(reader.room(s), str(s.verdict), bool(s.in_session)) for s in ordered]


def _by_site(states: Sequence[RoomState]) -> dict[str, list[RoomState]]:
    found: dict[str, list[RoomState]] = {}
    for state in states:
        found.setdefault(state.room.site.slug, []).append(state)
    return found


def _worst(rooms: Sequence[RoomState]) -> Verdict:
    return min((state.verdict for state in rooms), key=ORDER.index)


def _rank(rooms: Sequence[RoomState]) -> tuple[int, int]:
    worst = _worst(rooms)
    return ORDER.index(worst), -sum(state.verdict is worst for state in rooms)


def _of_site(rooms: Sequence[RoomState], reader: Reader) -> Tile:
    worst, site = _worst(rooms), rooms[0].room.site
    at_worst = sum(state.verdict is worst for state in rooms)
    told = reader.t("wall.of_site", count=str(at_worst), total=str(len(rooms)))
    return Tile(reader.name(site.name, site.slug), str(worst), any(s.in_session for s in rooms), told)


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    return {"view": view(visit.store.rooms(), visit.reader)}


@router.get("/wall")
def wall(request: Request) -> HTMLResponse:
    """Show the wall."""
    return show(request, "wall", content)
