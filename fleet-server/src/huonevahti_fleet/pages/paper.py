"""Paper: a room's card with its QR code, to be printed and put up; and the making and ending of cards."""

from __future__ import annotations

from io import BytesIO

import segno
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from huonevahti_fleet.domain.cards import FORMS, Form
from huonevahti_fleet.flows.press_card import make_card
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._render import render, visit_of

router = APIRouter()


def view(address: str) -> Markup:
    """Return the QR code of an address as an inline drawing that takes the colours of the page."""
    drawn = BytesIO()
    code = segno.make_qr(address, error="m")
    plain = {"xmldecl": False, "svgns": False, "nl": False, "svgclass": "qr", "lineclass": None, "omitsize": True}
    code.save(drawn, kind="svg", **plain)
    return Markup(drawn.getvalue().decode())  # noqa: S704  made of numbers by the library, the address is not in it


@router.get("/rooms/{slug}/cards/{card}")
def paper(request: Request, slug: str, card: str) -> HTMLResponse:
    """Show a card's paper."""
    visit = visit_of(request)
    state = next((s for s in visit.store.rooms() if s.room.slug == slug), None)
    found = next((c for c in visit.store.cards.of_room(slug) if c.card == card), None)
    if state is None or found is None:
        raise HTTPException(404)
    address = f"{visit.origin}/card/{found.token}"
    return render(
        request,
        "paper.html",
        "paper",
        qr=view(address),
        address=address,
        room=visit.reader.room(state),
        slug=slug,
        form=found.form,
        made=visit.reader.moment(found.made_at),
    )


@router.post("/rooms/{slug}/cards")
async def make(request: Request, slug: str) -> RedirectResponse:
    """Make a card in place of the one the room had, and go back to the room."""
    form, state = await form_of(request), request.app.state
    forms: dict[str, Form] = {known: known for known in FORMS}
    asked = form.get("form", "")
    if asked not in forms or make_card(state.store, slug, forms[asked], state.clock()) is None:
        raise HTTPException(404)
    return RedirectResponse(f"/rooms/{slug}#card", 303)


@router.post("/rooms/{slug}/cards/{card}/revoke")
async def revoke(request: Request, slug: str, card: str) -> RedirectResponse:
    """End a card and go back to the room."""
    await form_of(request)
    store = request.app.state.store
    if not any(c.card == card for c in store.cards.of_room(slug)):
        raise HTTPException(404)
    store.cards.revoke(card, request.app.state.clock())
    return RedirectResponse(f"/rooms/{slug}#card", 303)
