"""A button of a card is pressed: written down, and if somebody says the room is empty, the room is measured."""

from __future__ import annotations

import secrets
from datetime import datetime

from huonevahti_fleet.domain.cards import Card, Form, Press, PressKind, Result, face, refusal
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.flows.order_job import Asker, measure_now
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.store import Store


def make_card(store: Store, room: str, form: Form, now: datetime) -> Card | None:
    """Make a room's card of a form, in place of the one it had; None when there is no such room."""
    if all(state.room.slug != room for state in store.rooms()):
        return None
    card = Card(secrets.token_hex(6), secrets.token_urlsafe(24), room, form, now)
    store.cards.add(card)
    return card


def press_card(
    store: Store, card: Card, pressed: tuple[PressKind, bool], seal: Seal | None, now: datetime
) -> Press | None:
    """Save what was pressed on a card and order what follows; None when the room is no more.

    `pressed` is the button, and whether the person said that the room is empty.
    """
    state = next((known for known in store.rooms() if known.room.slug == card.room), None)
    if state is None:
        return None
    kind, is_empty = pressed
    shown = face(state).incident
    press = Press(now, card.card, card.room, kind, "noted", shown.number if shown else None)
    if kind != "did_it":
        return store.cards.press(press, lambda _: ("noted", None))
    job = _order(store, state, Asker("card", is_empty), seal, now)

    def decide(ordered_at: datetime | None) -> tuple[Result, Job | None]:
        refused = refusal(state, ordered_at, now, is_empty=is_empty)
        if refused is not None:
            return refused, None
        return ("ordered", job) if job else ("not_heard", None)

    return store.cards.press(press, decide)


def _order(store: Store, state: RoomState, asker: Asker, seal: Seal | None, now: datetime) -> Job | None:
    terminal = state.room.terminal
    stream = store.stream_of(terminal) if terminal else ""
    if seal is None or not terminal or not stream:
        return None
    return measure_now(terminal, stream, asker, seal, now)
