"""What is told in one line each: what is watched before it is an incident, and what no customer notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.rooms import Incident, RoomState
from huonevahti_fleet.pages._reader import Reader

MOST = 50
"""Lines shown at once."""


@dataclass(frozen=True, slots=True)
class RoomLink:
    """A room's slug and name."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fault of a room, and what is to be said of it."""

    key: str
    room: RoomLink
    title: str
    line: str


def watched(states: Iterable[RoomState], reader: Reader) -> tuple[Line, ...]:
    """Return what is being watched, the oldest first."""
    pairs = [(state, incident) for state in states for incident in state.watching]
    pairs.sort(key=lambda pair: pair[1].first_seen_at)
    return tuple(_watched(state, incident, reader) for state, incident in pairs[:MOST])


def noted(states: Iterable[RoomState], reader: Reader) -> tuple[Line, ...]:
    """Return the open incidents that no customer notices, in a line each, the oldest first."""
    found = {i.key: (state, i) for state in states for i in state.incidents if i.harm is Harm.COSMETIC}
    pairs = sorted(found.values(), key=lambda pair: pair[1].opened_at or pair[1].first_seen_at)
    return tuple(_noted(state, incident, reader) for state, incident in pairs[:MOST])


def _watched(state: RoomState, incident: Incident, reader: Reader) -> Line:
    limit = texts.duration(reader.language, incident.fault.watching_seconds)
    line = reader.t("watched.line", at=reader.second(incident.first_seen_at), limit=limit)
    link = RoomLink(state.room.slug, reader.room(state))
    return Line(incident.key, link, reader.fault(incident.fault, "title"), line)


def _noted(state: RoomState, incident: Incident, reader: Reader) -> Line:
    since = reader.t("noted.line", owner=reader.owner(incident.fault), at=incident.first_seen_at)
    link = RoomLink(state.room.slug, reader.room(state))
    return Line(incident.key, link, reader.fault(incident.fault, "title"), since)
