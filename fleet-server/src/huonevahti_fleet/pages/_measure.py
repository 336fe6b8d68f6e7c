"""The button of the room page: asks a terminal to measure everything at once."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse

from huonevahti_fleet.flows.order_job import order_measure

router = APIRouter()


@router.post("/rooms/{slug}/measure")
def measure(request: Request, slug: str) -> RedirectResponse:
    """Give the order and go back to the room, which says whether it could be given."""
    state = request.app.state
    if not is_ours(request):
        raise HTTPException(403)
    job = order_measure(state.store, slug, state.seal, state.clock()) if state.seal else None
    return RedirectResponse(f"/rooms/{slug}?measured={'sent' if job else 'refused'}", 303)


def is_ours(request: Request) -> bool:
    """Return whether a form was sent by a page of this server, as the browser tells."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin not in (None, "null"):
        return urlsplit(origin).netloc == request.headers.get("host")
    if site is None:
        return origin is None
    return site in ("same-origin", "none")  # a page that asks for no referrer sends a form of its own with origin null
