"""The page of levers: a form a lever, plain enough to work without a script."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response

from huonevahti_fleet import texts
from huonevahti_fleet.demo.console import NotNow, UnknownLever
from huonevahti_fleet.pages import _render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from huonevahti_fleet.demo.console import Action, Console, LeverState
    from huonevahti_fleet.domain.registry import Names
    from huonevahti_fleet.domain.rooms import RoomState
    from huonevahti_wire.profile import Profile

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
NOT_KEPT = {"Cache-Control": "no-store"}
OWN_NAMES = ("127.0.0.1", "localhost", "::1")
NOTES = ("demo.note.simulated", "demo.note.times", "demo.note.hours", "demo.note.gone")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Demo:
    """What pages show of the demo: a banner, notes (keys of texts), levers, and what this machine is to be."""

    console: Console
    names: Mapping[str, Names]
    machine: Profile
    has_tour: bool = False
    banner: bool = True
    notes: tuple[str, ...] = NOTES


@dataclass(frozen=True, slots=True)
class RoomLevers:
    """A room on the page: its levers, and how the product says that it stands (None until it was heard of)."""

    slug: str
    name: Names
    levers: tuple[LeverState, ...]
    state: RoomState | None

    @property
    def looks(self) -> str:
        """What of it can be seen, in one word that changes when that does; seconds count by fives."""
        ages = [
            None if lever.pulled_seconds is None else int(lever.pulled_seconds) // 5 for lever in self.levers
        ]
        movable = [lever.is_movable for lever in self.levers]
        state = self.state
        found = state and (
            state.verdict,
            state.in_session,
            state.main and (state.main.number, state.main.fault.slug),
        )
        return repr((self.slug, ages, movable, found))


@router.get("/demo")
def levers(request: Request) -> Response:
    """Show every lever of every room, how it stands, how long it takes and why."""
    demo: Demo = request.app.state.demo
    standing = {state.room.slug: state for state in request.app.state.store.rooms()}
    rooms = [
        RoomLevers(slug, demo.names[slug], demo.console.states(slug), standing.get(slug))
        for slug in demo.console.rooms
    ]
    token = _token(rooms)
    if request.query_params.get("seen") == token:
        return Response(status_code=204, headers=NOT_KEPT)
    return _render.render(request, "levers.html", "demo", rooms=rooms, token=token, machine=demo.machine)


@router.get("/demo/caption")
def caption(request: Request) -> Response:
    """Give the line of the tour that stands on top of every page."""
    if request.query_params.get("seen") == request.app.state.demo.console.caption:
        return Response(status_code=204, headers=NOT_KEPT)
    return _render.render(request, "caption.html", "demo")


@router.get("/demo/levers.css")
def style() -> Response:
    """Give the style of the page."""
    return FileResponse(STATIC / "levers.css", media_type="text/css")


@router.post("/demo/levers/{room}/{lever}/{action}")
def move(request: Request, room: str, lever: str, action: str) -> Response:
    """Pull or mend a lever and go back to the page."""
    if not _is_ours(request):
        return _problem(request, 403, "foreign")
    if action not in ("pull", "mend"):
        return _problem(request, 404, "unknown")
    try:
        request.app.state.demo.console.move(room, lever, cast("Action", action))
    except UnknownLever:
        return _problem(request, 404, "unknown")
    except NotNow:
        return _problem(request, 409, "not_now")
    return RedirectResponse(f"/demo#{room}-{lever}", 303)


def _token(rooms: Sequence[RoomLevers]) -> str:
    """Return a word that changes when the page would look different."""
    seen = " ".join(room.looks for room in rooms)
    return blake2b(seen.encode(), digest_size=6).hexdigest()


def _is_ours(request: Request) -> bool:
    """Another site may neither post here nor pretend, by a name it controls, to be this machine."""
    if request.url.hostname not in OWN_NAMES:
        return False
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _problem(request: Request, status: int, code: str) -> JSONResponse:
    language = _render.language_of(request)
    content = {
        "type": f"about:blank#{code}",
        "title": texts.say(language, f"demo.problem.{code}"),
        "status": status,
        "instance": request.url.path,
    }
    return JSONResponse(content, status, media_type="application/problem+json")
