"""Rehearsal: the card played through for training; nothing is ordered and nothing is written down."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huonevahti_fleet.domain.cards import After
from huonevahti_fleet.domain.hands import HANDS, Hands
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.pages._card_view import View, todo
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._strangers import may_look, refuse, show
from huonevahti_fleet.pages.card import found, room_of

router = APIRouter()
EXERCISES: dict[str, str] = {
    "microphone": "microphone_gone.unplugged",
    "camera": "customer_camera_gone",
    "button": "call_button_gone",
    "power": "terminal_silent.power",
}
"""Each exercise, and the fault whose words it has."""
_SAID: dict[str, After] = {"did_it": "measuring", "cannot_now": "cannot_now", "did_not_help": "did_not_help"}


def view(state: RoomState, exercise: str, pressed: str, reader: Reader) -> View:
    """Return the card of an exercise, before a button is pressed, after it, and when all is well."""
    stem = EXERCISES[exercise]
    hands: Hands = HANDS.get(stem) or HANDS[stem.partition(".")[0]]
    values = {"at": reader.now, "since": reader.now}
    steps, sketch = todo(stem, values, hands, state.room.profile, reader)
    shown = View(
        place=reader.room(state),
        need="hands",
        shape="unfit",
        heading=reader.t(f"fault.{stem}.title", **values),
        lead=reader.t("card.hands.lead"),
        steps=steps,
        sketch=sketch,
        after=_SAID.get(pressed, ""),
        said=reader.t(f"rehearsal.after.{pressed}") if pressed in _SAID else "",
        number="",
        phone="",
        hours="",
        asks=pressed != "did_it",
    )
    if pressed != "did_it":
        return shown
    well = replace(shown, need="green", shape="fit", heading=reader.t("card.green"), lead=reader.t("card.green.lead"))
    return replace(well, steps=(), sketch=None)


@router.get("/card/{token}/rehearsal")
def rehearsal(request: Request, token: str) -> Response:
    """Show an exercise to whoever has an advisor's card."""
    known = found(request, token)
    if not may_look(request, known.card if known else ""):
        return refuse(request, 429)
    place = room_of(request, known) if known and known.form == "advisor" else None
    if place is None:
        return refuse(request, 404)
    state, reader = place
    asked, pressed = request.query_params.get("exercise", ""), request.query_params.get("press", "")
    exercise = asked if asked in EXERCISES else next(iter(EXERCISES))
    names = tuple((code, reader.t(f"rehearsal.exercise.{code}")) for code in EXERCISES)
    return show(
        request,
        "card.html",
        view=view(state, exercise, pressed, reader),
        reader=reader,
        path=f"/card/{token}",
        form="advisor",
        rehearsal="yes",
        exercise=exercise,
        exercises=names,
        asof=reader.clock(reader.now),
    )
