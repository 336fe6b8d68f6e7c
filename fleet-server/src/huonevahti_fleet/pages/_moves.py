"""What needs a move: open incidents worst first, each in one sentence with its owner and next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.rooms import Incident, RoomState, Verdict
from huonevahti_fleet.pages._reader import Reader

MOST = 50
"""Cards shown at once; more than this is one cause that the incidents page lists in full."""
_HARM = list(Harm)


@dataclass(frozen=True, slots=True)
class RoomLink:
    """A room's slug and name."""

    slug: str
    name: str


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


@dataclass(frozen=True, slots=True)
class Watched:
    """A fault seen but not yet long enough to be an incident."""

    key: str
    room: RoomLink
    title: str
    line: str


def moves(states: Sequence[RoomState], reader: Reader) -> tuple[Move, ...]:
    """Return the cards of all open incidents, worst harm first, then the oldest; an incident of many rooms once."""
    incidents = {incident.key: incident for state in states for incident in state.incidents}
    by_slug = {state.room.slug: state for state in states}
    names = {slug: reader.room(state) for slug, state in by_slug.items()} if incidents else {}
    worst_first = sorted(incidents.values(), key=_rank)
    return tuple(
        _move(incident, by_slug.get(incident.room), names, reader) for incident in worst_first[:MOST]
    )


def watched(states: Iterable[RoomState], reader: Reader) -> tuple[Watched, ...]:
    """Return what is being watched, the oldest first."""
    pairs = [(state, incident) for state in states for incident in state.watching]
    pairs.sort(key=lambda pair: pair[1].first_seen_at)
    return tuple(_watched(state, incident, reader) for state, incident in pairs[:MOST])


def key(cards: Iterable[Move], watching: Iterable[Watched]) -> str:
    """Return what must differ for the cards to be shown anew: which, in what order, whose move, the next step."""
    parts = [(m.key, m.verdict, m.number, m.title, m.owner, m.harm, m.next_step, m.more_rooms) for m in cards]
    return repr((parts, [(found.key, found.title) for found in watching]))


def now_line(state: RoomState, reader: Reader) -> str:
    """Return what goes on in a room: a customer inside, open until, closed until."""
    if state.in_session:
        return reader.t("now.session")
    if state.is_open and state.closes_at:
        return reader.t("now.open_until", at=state.closes_at)
    if state.is_open:
        return reader.t("now.open")
    return reader.t("now.opens_at", at=state.opens_at) if state.opens_at else reader.t("now.closed")


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


def _move(incident: Incident, state: RoomState | None, names: dict[str, str], reader: Reader) -> Move:
    fault, rooms = incident.fault, links(incident, names)
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


def _watched(state: RoomState, incident: Incident, reader: Reader) -> Watched:
    limit = texts.duration(reader.language, incident.fault.watching_seconds)
    line = reader.t("watched.line", at=reader.second(incident.first_seen_at), limit=limit)
    link = RoomLink(state.room.slug, reader.room(state))
    return Watched(incident.key, link, reader.fault(incident.fault, "title"), line)
