"""What pages for strangers share: their headers, how often one may look, and errors that lead nowhere else."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.limits import Limiter
from huonevahti_fleet.pages._render import render

HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""The link is the key: it goes to no other server and into no index."""
OWN_DEVICES = {"Permissions-Policy": "camera=(self), microphone=(self), geolocation=()"}
TOO_OFTEN = {"Retry-After": "60"}


def allows(request: Request, kind: str, link: str = "") -> bool:
    """Return whether the visitor may do this now, and count it if so: by `link`, else by the visitor's address."""
    state = request.app.state
    if not hasattr(state, "limiter"):
        state.limiter = Limiter()
    limiter: Limiter = state.limiter
    return limiter.allows(kind, link or (request.client.host if request.client else ""), state.clock())


def may_look(request: Request, link: str) -> bool:
    """Return whether a page may be shown; by the link it lies behind, by the address of who guesses without one."""
    return allows(request, "held" if link else "look", link)


def show(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page without a way to any other page of this server."""
    response = render(request, template, template.removesuffix(".html"), status=status, **values)
    response.headers.update(HEADERS)
    return response


def refuse(request: Request, status: int) -> HTMLResponse:
    """Return a page that says what went wrong: 403, 404 or 429."""
    response = show(request, "stranger_error.html", status, code=status)
    if status == 429:
        response.headers.update(TOO_OFTEN)
    return response
