"""A room's cards as its page shows them: the links that work, and what was pressed there lately."""

from __future__ import annotations

from dataclasses import dataclass

from huonevahti_fleet.domain.cards import FORMS
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store


@dataclass(frozen=True, slots=True)
class RoomCard:
    """One form of a room's card; `card` is empty while there is none."""

    form: str
    card: str
    path: str
    made: str


@dataclass(frozen=True, slots=True)
class RoomCards:
    """A room's cards and the last presses, the newest first."""

    cards: tuple[RoomCard, ...]
    presses: tuple[str, ...]


def room_cards(store: Store, slug: str, reader: Reader) -> RoomCards:
    """Return the cards of a room, one line a form."""
    known = {card.form: card for card in store.cards.of_room(slug)}
    cards = []
    for form in FORMS:
        card = known.get(form)
        made = reader.t("cards.made", at=card.made_at) if card else ""
        cards.append(RoomCard(form, card.card if card else "", f"/card/{card.token}" if card else "", made))
    presses = (
        reader.t(
            "cards.press",
            at=press.at,
            press=reader.t(f"press.{press.kind}"),
            result=reader.t(f"press_result.{press.result}"),
        )
        for press in store.cards.presses(slug, 5)
    )
    return RoomCards(tuple(cards), tuple(presses))
