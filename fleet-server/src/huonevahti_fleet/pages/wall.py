"""Wall: how all rooms stand, in letters to be read across a room, without controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.pages._asked import in_line
from huonevahti_fleet.pages._moves import Move, Watched, moves, watched
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show
from huonevahti_fleet.pages.rooms import ORDER, heading, lead

MOST = 6
TILES = 120
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Tile:
    """One room as a tile; green ones are small."""

    name: str
    verdict: str
    in_session: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `more` is how many moves did not find room."""

    heading: str
    lead: str
    clock: str
    counts: tuple[tuple[str, int], ...]
    moves: tuple[Move, ...]
    more: int
    watched: tuple[Watched, ...]
    tiles: tuple[Tile, ...]


def view(states: Sequence[RoomState], reader: Reader) -> View:
    """Return the wall of these rooms."""
    counts = Counter(state.verdict for state in states)
    found = moves(states, reader)
    ordered = sorted(states, key=lambda state: (ORDER.index(state.verdict), in_line(reader.room(state))))
    return View(
        heading=heading(states, reader),
        lead=lead(states, reader),
        clock=reader.clock(reader.now),
        counts=tuple((str(verdict), counts[verdict]) for verdict in ORDER),
        moves=found[:MOST],
        more=max(0, len(found) - MOST),
        watched=watched(states, reader)[:MOST],
        tiles=tuple(Tile(reader.room(s), str(s.verdict), bool(s.in_session)) for s in ordered[:TILES]),
    )


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    return {"view": view(visit.store.rooms(), visit.reader)}


@router.get("/wall")
def wall(request: Request) -> HTMLResponse:
    """Show the wall."""
    return show(request, "wall", content)
