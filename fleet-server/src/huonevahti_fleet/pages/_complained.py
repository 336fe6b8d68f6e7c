"""Complaints that wait for an owner's answer, as cards among what needs a move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.clear import Clearance
from huonevahti_fleet.domain.complaints import Complaint
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.pages._answer_words import SHAPE_OF, heading, kind_of, question, why
from huonevahti_fleet.pages._reader import Reader

MOST = 20


@dataclass(frozen=True, slots=True)
class Open:
    """One complaint: what was seen or heard and when, what the record says, whose move it is."""

    number: int
    kind: str
    shape: str
    slug: str
    room: str
    title: str
    sentence: str
    owner: str
    question: str
    made: str


def waiting(complaints: Iterable[Complaint], states: Sequence[RoomState], reader: Reader) -> tuple[Open, ...]:
    """Return the complaints that no owner has answered, the newest first."""
    names = {state.room.slug: reader.room(state) for state in states}
    return tuple(_card(c, names.get(c.room, c.room), reader) for c in list(complaints)[:MOST])


def key(cards: Iterable[Open]) -> str:
    """Return what must differ for the cards to be shown anew."""
    return " ".join(str(card.number) for card in cards)


def counted(rooms: int, complaints: int, reader: Reader) -> str:
    """Return the heading over rooms and complaints that need a move, empty when no complaint waits."""
    if not complaints:
        return ""
    if not rooms:
        return reader.t("complaints.heading", n=complaints)
    words = {name: (n, texts.count(reader.language, n)) for name, n in (("rooms", rooms), ("count", complaints))}
    told = {name: reader.t(f"complaints.{name}", n=n, count=word) for name, (n, word) in words.items()}
    return texts.capital(reader.t("complaints.both", rooms=told["rooms"], complaints=told["count"]))


def _sentence(complaint: Complaint, room: str, reader: Reader) -> str:
    """Return what the record says; of a clearance how much was measured, and what cannot be seen."""
    answer = complaint.answer
    if not isinstance(answer, Clearance):
        return heading(complaint, room, reader)
    unseen = "; ".join(reader.t(f"unseen_side.{code}") for code in answer.unseen)
    return f"{why(complaint, reader)[0]} {reader.t('answer.unseen')}: {unseen}."


def _card(complaint: Complaint, room: str, reader: Reader) -> Open:
    kind = kind_of(complaint)
    owner = reader.owner(complaint.fault) if complaint.fault else reader.t(f"owner.{complaint.owner}")
    return Open(
        number=complaint.number,
        kind=kind,
        shape=SHAPE_OF[kind],
        slug=complaint.room,
        room=room,
        title=reader.t("complaint.title", at=complaint.at, symptom=reader.t(f"symptom.{complaint.symptom}")),
        sentence=_sentence(complaint, room, reader),
        owner=reader.t("complaint.suspected", owner=owner) if kind == "clearance" else owner,
        question=question(complaint, reader),
        made=reader.when(complaint.made_at),
    )
