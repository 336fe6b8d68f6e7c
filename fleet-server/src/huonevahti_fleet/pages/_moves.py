"""What needs a move: open incidents worst first, each in one sentence with its owner and next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.rooms import Incident, RoomState, Verdict
from huonevahti_fleet.pages._lines import Line, RoomLink
from huonevahti_fleet.pages._reader import Reader

MOST = 20
"""Cards shown at once; the incidents page lists all."""
_HARM = list(Harm)


@dataclass(frozen=True, slots=True)
class Move:
    """One incident as its card shows it; `also` are titles of the room's lesser incidents."""

    key: str
    verdict: str
    number: int | None
    rooms: tuple[RoomLink, ...]
    more_rooms: int
    title: str
    sentence: str
    next_step: str
    owner: str
    question: str
    harm: str
    since: str
    now: str


def needs_a_move(state: RoomState) -> bool:
    """Return whether a room has an incident that customers feel."""
    return any(incident.harm is not Harm.COSMETIC for incident in state.incidents)


def worst_first(states: Iterable[RoomState], *, with_cosmetic: bool = False) -> list[Incident]:
    """Return open incidents, worst harm first, then the oldest; an incident of many rooms once.

    Those that no customer notices are left out unless asked for: `noted` has them in a line each.
    """
    incidents = {
        incident.key: incident
        for state in states
        for incident in state.incidents
        if with_cosmetic or incident.harm is not Harm.COSMETIC
    }
    return sorted(incidents.values(), key=_rank)


def moves(incidents: Iterable[Incident], states: Sequence[RoomState], reader: Reader) -> tuple[Move, ...]:
    """Return the card of each incident; `states` are those of the rooms they take in."""
    by_slug = {state.room.slug: state for state in states}
    return tuple(_move(incident, by_slug, reader) for incident in incidents)


def key(cards: Iterable[Move], lines: Iterable[Line]) -> str:
    """Return what must differ for the cards to be shown anew: which, in what order, whose move, the next step."""
    parts = [(m.key, m.verdict, m.number, m.title, m.owner, m.harm, m.next_step, m.more_rooms) for m in cards]
    return repr((parts, [(found.key, found.title) for found in lines]))


def now_line(state: RoomState, reader: Reader) -> str:
    """Return what goes on in a room: a customer inside, open until, closed until."""
    if state.in_session:
        return reader.t("now.session")
    if state.is_open:
        always = state.closes_at is None or _never_closes(state)
        return reader.t("now.open") if always else reader.t("now.open_until", at=state.closes_at)
    return reader.t("now.opens_at", at=state.opens_at) if state.opens_at else reader.t("now.closed")


def _never_closes(state: RoomState) -> bool:
    """Return whether a room opens again as it closes, so that nobody ever finds it closed."""
    closes_at, opens_at = state.closes_at, state.opens_at
    return closes_at is not None and opens_at is not None and opens_at - closes_at <= timedelta(minutes=1)


def fault_verdict(incident: Incident) -> Verdict:
    """Return the verdict an incident's colour and shape come from: silence has one of its own,
    and what no customer notices leaves the room fit."""
    if "silent" in incident.fault.slug:
        return Verdict.NO_DATA
    if incident.harm is Harm.COSMETIC:
        return Verdict.FIT
    return Verdict.UNFIT if incident.fault.unfits else Verdict.DEGRADED


def links(incident: Incident, names: dict[str, str]) -> tuple[RoomLink, ...]:
    """Return links to the rooms an incident takes in."""
    slugs = incident.rooms or (incident.room,)
    return tuple(RoomLink(slug, names.get(slug, slug)) for slug in slugs if slug)


def _rank(incident: Incident) -> tuple[int, bool, object]:
    return (
        _HARM.index(incident.harm),
        not incident.fault.unfits,
        incident.opened_at or incident.first_seen_at,
    )


def _move(incident: Incident, by_slug: Mapping[str, RoomState], reader: Reader) -> Move:
    slugs = incident.rooms or (incident.room,)
    names = {slug: reader.room(by_slug[slug]) for slug in slugs if slug in by_slug}
    fault, rooms, state = incident.fault, links(incident, names), by_slug.get(incident.room)
    return Move(
        key=incident.key,
        verdict=fault_verdict(incident),
        number=incident.number,
        rooms=rooms[:4],
        more_rooms=max(0, len(rooms) - 4),
        title=reader.fault(fault, "title"),
        sentence=reader.fault(fault, "sentence"),
        next_step=reader.fault(fault, "next.support"),
        owner=reader.owner(fault),
        question=reader.t(f"question.{fault.question}") if fault.question else "",
        harm=reader.t(f"harm.{fault.harm}"),
        since=texts.capital(reader.since(incident.first_seen_at)),
        now=texts.capital(now_line(state, reader)) if state and len(rooms) == 1 else "",
    )
