"""A complaint's answer in words: what was measured then, what was not, whose it is or is suspected to be, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huonevahti_fleet.domain.clear import Clearance, FaultAnswer, Measurement
from huonevahti_fleet.domain.complaints import REASONS, REPLIES, Complaint
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.routes import Route, choose
from huonevahti_fleet.pages._answer_words import (
    SHAPE_OF,
    heading,
    kind_of,
    lower,
    next_step,
    notes,
    question,
    replied,
    unseen,
    why,
)
from huonevahti_fleet.pages._calls import Desk, desk_of
from huonevahti_fleet.pages._reader import SHAPES, Reader
from huonevahti_wire.signals import family_of


@dataclass(frozen=True, slots=True)
class Line:
    """One signal: the shape of its state, its name, its number, and since when."""

    shape: str
    name: str
    word: str
    value: str
    since: str


@dataclass(frozen=True, slots=True)
class View:
    """An answer as page and file show it."""

    number: int
    kind: str
    shape: str
    badge: str
    room: str
    slug: str
    heading: str
    lead: str
    owner_label: str
    owner: str
    desk: Desk | None
    why: tuple[str, ...]
    question: str
    next_step: str
    incident: int | None
    measured: tuple[Line, ...]
    earlier: tuple[Line, ...]
    not_measured: tuple[str, ...]
    unseen: tuple[str, ...]
    notes: tuple[str, ...]
    replies: tuple[str, ...]
    is_open: bool
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def view(complaint: Complaint, state: RoomState | None, routes: Iterable[Route], reader: Reader) -> View:
    """Return a complaint's answer; `state` is its room, None when that is no more."""
    answer, kind = complaint.answer, kind_of(complaint)
    room = reader.room(state) if state else complaint.room
    place = (state.room.site.slug, state.room.site.organisation) if state else ("", "")
    route = choose(routes, complaint.owner, *place).route
    earlier = answer.earlier if isinstance(answer, Clearance) else ()
    return View(
        number=complaint.number,
        kind=kind,
        shape=SHAPE_OF[kind],
        badge=reader.t(f"answer.badge.{kind}"),
        room=room,
        slug=complaint.room,
        heading=heading(complaint, room, reader),
        lead=reader.t(
            "answer.lead", room=room, at=complaint.at, symptom=lower(reader.t(f"symptom.{complaint.symptom}"))
        ),
        owner_label=reader.t("answer.suspected" if kind == "clearance" else "whose_move"),
        owner=reader.owner(complaint.fault) if complaint.fault else reader.t(f"owner.{complaint.owner}"),
        desk=desk_of(route, reader) if route else None,
        why=why(complaint, reader),
        question=question(complaint, reader),
        next_step=next_step(complaint, reader),
        incident=answer.incident if isinstance(answer, FaultAnswer) else None,
        measured=tuple(line(found, reader) for found in answer.measured),
        earlier=tuple(_good_until(found, reader) for found in earlier),
        not_measured=tuple(reader.signal(name) for name in answer.not_measured),
        unseen=tuple(reader.t(f"unseen_side.{code}") for code in unseen(complaint)),
        notes=tuple(notes(complaint, reader)),
        replies=tuple(replied(complaint, reader)),
        is_open=complaint.is_open,
        choices=tuple(
            (reply, tuple((r, reader.t(f"reply_reason.{r}")) for r in REASONS[reply])) for reply in REPLIES
        ),
    )


def line(found: Measurement, reader: Reader) -> Line:
    """Return one measurement in words."""
    family = family_of(found.name)
    amount = reader.amount(found.value, family.unit if family else "") if found.value is not None else ""
    word = reader.t(f"reason.{found.reason}") if found.reason else reader.t(f"answer.state.{found.state}")
    key, at = ("measured_at", found.measured_at) if found.measured_at else ("since", found.since)
    return Line(SHAPES[found.state], reader.signal(found.name), word, amount, reader.t(f"answer.{key}", at=at))


def _good_until(found: Measurement, reader: Reader) -> Line:
    since = reader.t("answer.good_until", at=found.good_until) if found.good_until else ""
    return Line("no_data", reader.signal(found.name), reader.t("answer.not_then"), "", since)
