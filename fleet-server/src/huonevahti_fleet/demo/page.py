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

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
OWN_NAMES = ("127.0.0.1", "localhost", "::1")
NOTES = ("demo.note.simulated", "demo.note.times", "demo.note.hours", "demo.note.gone")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Demo:
    """What pages show of the demo: a banner, the notes behind it (keys of texts), and the levers of each room."""

    console: Console
    names: Mapping[str, Names]
    banner: bool = True
    notes: tuple[str, ...] = NOTES


@router.get("/demo")
def levers(request: Request) -> Response:
    """Show every lever of every room, how it stands, how long it takes and why."""
    console: Console = request.app.state.demo.console
    names = request.app.state.demo.names
    rooms = [(slug, names[slug], console.states(slug)) for slug in console.rooms]
    token = _token(console.caption, rooms)
    if request.query_params.get("seen") == token:
        return Response(status_code=204)
    return _render.render(request, "levers.html", "demo", rooms=rooms, caption=console.caption, token=token)


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


def _token(caption: str, rooms: Sequence[tuple[str, object, Sequence[LeverState]]]) -> str:
    """Return a word that changes when the page would look different; seconds count by fives."""
    seen = [caption]
    for slug, _, states in rooms:
        for state in states:
            age = "" if state.pulled_seconds is None else str(int(state.pulled_seconds) // 5)
            seen.append(f"{slug}{state.lever.slug}{age}{state.is_movable}")
    return blake2b(" ".join(seen).encode(), digest_size=6).hexdigest()


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
