"""The button of the room page: asks a terminal to measure everything at once, picture and sound in an empty room."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from huonevahti_fleet.flows.order_job import order_measure
from huonevahti_fleet.pages._forms import form_of

router = APIRouter()
ASKED = ("sent", "sent_empty", "refused")


@router.post("/rooms/{slug}/measure")
async def measure(request: Request, slug: str) -> RedirectResponse:
    """Give the order, with a person's word that the room is empty if one gave it, and go back to the room."""
    form, state = await form_of(request), request.app.state
    empty = form.get("empty") == "yes"
    seal, now = state.seal, state.clock()
    job = order_measure(state.store, slug, seal, now, room_is_empty=empty) if seal else None
    asked = "refused" if job is None else "sent_empty" if empty else "sent"
    return RedirectResponse(f"/rooms/{slug}?measured={asked}", 303)
