"""Turns a template and its values into an answer: language, security headers, what the layout needs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from huonevahti_fleet import texts

HERE = Path(__file__).parent
STATIC = HERE / "static"
CONTENT_SECURITY_POLICY = "; ".join(
    ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'"]
    + ["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
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


def add_templates(folder: Path) -> None:
    """Let templates of another folder extend `layout.html` and be rendered by `render`."""
    _loader.loaders = [*_loader.loaders, FileSystemLoader(folder)]


def language_of(request: Request) -> str:
    """Return the language to answer in: ?lang=, else the cookie, else Accept-Language, else Finnish."""
    return texts.negotiate(
        request.query_params.get("lang"),
        request.cookies.get("hv_language"),
        request.headers.get("accept-language"),
    )


def fill(template: str, language: str, **values: Any) -> str:
    """Return a template filled in a language; it can call `t(key, **values)` for texts."""
    return _environment.get_template(template).render(
        values, language=language, languages=texts.LANGUAGES, texts=texts, t=partial(texts.say, language)
    )


def render(request: Request, template: str, page: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a whole page: `page` is the layout's current one, the language and the demo banner come by themselves."""
    language = language_of(request)
    now = request.app.state.clock()
    demo = getattr(request.app.state, "demo", None)
    html = fill(template, language, page=page, now=now, demo=demo, url=request.url, **values)
    response = HTMLResponse(html, status, HEADERS | {"Content-Language": language, "Vary": "Accept-Language, Cookie"})
    if request.query_params.get("lang") in texts.LANGUAGES:
        response.set_cookie("hv_language", language, max_age=31_536_000, samesite="lax", httponly=True)
    return response
