"""Cards: make, list and revoke the links to a room for those beside it."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from huonevahti_fleet.api import complaint_shapes as shapes
from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.bodies import body_of, refuse_foreign, takes
from huonevahti_fleet.domain.cards import Card, Press
from huonevahti_fleet.flows.press_card import make_card

router = APIRouter(tags=["cards"])


@router.get("/rooms/{slug}/cards", **answers_with("CardList"))
def cards(request: Request, slug: str) -> Response:
    """List a room's cards that work, and what was pressed on them lately."""
    store = request.app.state.store
    if all(state.room.slug != slug for state in store.rooms()):
        raise HTTPException(404, f"no room {slug!r}")
    found = tuple(map(_card, store.cards.of_room(slug)))
    return answer(request, shapes.CardList(found, tuple(map(_press, store.cards.presses(slug)))))


@router.post(
    "/rooms/{slug}/cards", status_code=201, openapi_extra=takes("CardOrder"), **answers_with("CardItem", 201)
)
async def make(request: Request, slug: str) -> Response:
    """Make a card in place of the one of its form that the room had."""
    asked, state = await body_of(request, shapes.CardOrder), request.app.state
    made = make_card(state.store, slug, asked.form, state.clock())
    if made is None:
        raise HTTPException(404, f"no room {slug!r}")
    return answer(request, _card(made), 201)


@router.delete("/cards/{card}", status_code=204, response_class=Response)
def revoke(request: Request, card: str) -> Response:
    """End a card's link."""
    refuse_foreign(request)
    if not request.app.state.store.cards.revoke(card, request.app.state.clock()):
        raise HTTPException(404, f"no card {card!r} that works")
    return Response(status_code=204)


def _card(found: Card) -> shapes.CardItem:
    return shapes.CardItem(found.card, found.form, f"/card/{found.token}", found.made_at)


def _press(found: Press) -> shapes.PressItem:
    return shapes.PressItem(found.at, found.kind, found.result, found.incident)
