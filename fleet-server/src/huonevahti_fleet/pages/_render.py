"""Turns a page's values into an answer: language, security headers, and what the layout and the live stream need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from huonevahti_fleet import texts
from huonevahti_fleet.domain.routes import dialled
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._renewed import Live
from huonevahti_fleet.store import Store

HERE = Path(__file__).parent
STATIC = HERE / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_loader = ChoiceLoader([FileSystemLoader(HERE / "templates")])
_environment = Environment(
    loader=_loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.globals["zip"] = zip
_environment.filters["dialled"] = dialled


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page: where it reads from, for whom, and what its address says."""

    store: Store
    reader: Reader
    query: Mapping[str, str]
    can_measure: bool = False
    origin: str = ""
    """How others reach this server, as its settings say or as the request came."""


def add_templates(folder: Path) -> None:
    """Let templates of another folder extend `layout.html` and be rendered by `render`."""
    _loader.loaders = [*_loader.loaders, FileSystemLoader(folder)]


def warm() -> None:
    """Make every template and catalogue ready, so that nobody's first page waits for it."""
    for name in _environment.list_templates(extensions=["html"]):
        _environment.get_template(name)
    for language in texts.LANGUAGES:
        texts.catalogue(language)


def language_of(request: Request) -> str:
    """Return the language to answer in: ?lang=, else the cookie, else Accept-Language, else Finnish."""
    asked, remembered = request.query_params.get("lang"), request.cookies.get("hv_language")
    return texts.negotiate(asked, remembered, request.headers.get("accept-language"))


def visit_of(request: Request, **path: str) -> Visit:
    """Return the visit a request stands for; words of the path join the query."""
    state = request.app.state
    query = {**request.query_params, **path}
    can_measure = getattr(state, "seal", None) is not None
    settings = getattr(state, "settings", None)
    origin = (settings.public_url if settings else "") or str(request.base_url)
    reader = Reader(language_of(request), state.clock())
    return Visit(state.store, reader, query, can_measure, origin.rstrip("/"))


def fill(template: str, reader: Reader, live: Live, values: Mapping[str, Any]) -> str:
    """Return a template filled for a reader; `t` in it speaks, `r` is the reader, `live` marks what may be renewed."""
    own = {"t": reader.t, "r": reader, "live": live, "language": reader.language, "now": reader.now}
    frame = {"languages": texts.LANGUAGES, "texts": texts, "stream": ""}
    return _environment.get_template(template).render({**own, **frame, **values})


def show(
    request: Request, page: str, content: Callable[[Visit], dict[str, Any] | None], **path: str
) -> HTMLResponse:
    """Return a live page, or raise a 404 when there is no content for it."""
    visit = visit_of(request, **path)
    values = content(visit)
    if values is None:
        raise HTTPException(404)
    asked = {name: value for name, value in visit.query.items() if name != "lang"}
    stream = urlencode(
        {"page": page, "lang": visit.reader.language, **{f"x-{n}": v for n, v in asked.items()}}
    )
    return render(request, f"{page}.html", page, stream=f"/events/stream?{stream}", **values)


def render(request: Request, template: str, page: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a whole page; `page` is the one that the layout marks as current."""
    reader = Reader(language_of(request), request.app.state.clock())
    frame = {"demo": getattr(request.app.state, "demo", None), "links": _links(request), "page": page}
    html = fill(template, values.pop("reader", reader), Live(), frame | values)
    headers = HEADERS | {"Content-Language": reader.language, "Vary": "Accept-Language, Cookie"}
    response = HTMLResponse(html, status, headers)
    if request.query_params.get("lang") in texts.LANGUAGES:
        response.set_cookie("hv_language", reader.language, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def _links(request: Request) -> dict[str, str]:
    """Return the address of the same page in each language."""
    query = dict(request.query_params)
    return {name: f"{request.url.path}?{urlencode(query | {'lang': name})}" for name in texts.LANGUAGES}
