"""The card of a room, for those beside it: for the lobby in one word, for the advisor one thing to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from huonevahti_fleet.domain.cards import PRESSES, Card, PressKind, after, face, is_available
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.routes import choose
from huonevahti_fleet.flows.press_card import press_card
from huonevahti_fleet.pages._card_view import OWNER_OF_DESK, View
from huonevahti_fleet.pages._card_view import view as advisor_view
from huonevahti_fleet.pages._forms import is_ours
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import visit_of
from huonevahti_fleet.pages._strangers import HEADERS as STRANGE
from huonevahti_fleet.pages._strangers import allows, may_look, refuse, show
from huonevahti_fleet.store import Store

router = APIRouter()
FORM_BYTES = 200


def view(store: Store, state: RoomState, reader: Reader) -> View:
    """Return the advisor's card of a room as it stands."""
    shown = face(state)
    press = next(iter(store.cards.presses(state.room.slug, 1)), None)
    job: Job | None = store.job(press.job) if press and press.job else None
    said = after(press, job.state if job else None, shown, reader.now)
    site = state.room.site
    desk = choose(store.routes.all(), OWNER_OF_DESK, site.slug, site.organisation).route
    return advisor_view(state, shown, said, desk, reader)


@router.get("/card/{token}")
def card(request: Request, token: str) -> Response:
    """Show a card to whoever has its link."""
    return _page(request, token, "card.html")


@router.get("/card/{token}/now")
def now(request: Request, token: str) -> Response:
    """Give what a card shows now, for an open page to put in place."""
    return _page(request, token, "card_now.html")


@router.post("/card/{token}/press")
async def press(request: Request, token: str) -> Response:
    """Take a button, and go back to the card, which says what came of it."""
    if not is_ours(request):
        return refuse(request, 403)
    if not allows(request, "press"):
        return refuse(request, 429)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            return refuse(request, 404)
    known, said = found(request, token), dict(pair.partition("=")[::2] for pair in body.decode("latin-1").split("&"))
    kinds: dict[str, PressKind] = {kind: kind for kind in PRESSES}
    if known is None or known.form != "advisor" or said.get("press") not in kinds:
        return refuse(request, 404)
    state = request.app.state
    pressed = (kinds[said["press"]], said.get("empty") == "yes")
    if press_card(state.store, known, pressed, state.seal, state.clock()) is None:
        return refuse(request, 404)
    return RedirectResponse(f"/card/{token}", 303, STRANGE)


def found(request: Request, token: str) -> Card | None:
    """Return the card behind a link that works."""
    known: Card | None = request.app.state.store.cards.by_token(token) if 20 <= len(token) <= 64 else None
    return known


def room_of(request: Request, known: Card) -> tuple[RoomState, Reader] | None:
    """Return a card's room and the reader in its time zone."""
    visit = visit_of(request)
    state = next((s for s in visit.store.rooms() if s.room.slug == known.room), None)
    return (state, replace(visit.reader, zone=state.room.site.time_zone)) if state else None


def _page(request: Request, token: str, template: str) -> Response:
    known = found(request, token)
    if not may_look(request, known.card if known else ""):
        return refuse(request, 429)
    place = room_of(request, known) if known else None
    if known is None or place is None:
        return refuse(request, 404)
    state, reader = place
    shown = lobby(state, reader) if known.form == "lobby" else view(request.app.state.store, state, reader)
    frame: dict[str, Any] = {"path": f"/card/{token}", "form": known.form, "rehearsal": ""}
    return show(request, template, view=shown, reader=reader, asof=reader.clock(reader.now), **frame)


def lobby(state: RoomState, reader: Reader) -> View:
    """Return the lobby's card: available, or ask the advisor; nothing of who is inside."""
    word = "available" if is_available(state) else "ask"
    shape = "fit" if word == "available" else "no_data"
    text = (reader.t(f"lobby.{word}"), reader.t(f"lobby.{word}.lead"))
    return View(reader.room(state), word, shape, *text, (), None, "", "", "", "", "", asks=False)
