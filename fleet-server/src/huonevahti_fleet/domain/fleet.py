"""The whole fleet in memory, as the ingest works on it: rooms, terminals, incidents, and what falls due when."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from huonevahti_fleet.domain.history import History, Neighbours, Presence
from huonevahti_fleet.domain.registry import CLOSED, Hours, HoursPlan
from huonevahti_fleet.domain.rooms import Incident, IncidentState, Room, Verdict
from huonevahti_fleet.domain.terminals import NEVER, Terminal
from huonevahti_fleet.domain.tonight import Restarts


@dataclass(slots=True)
class RoomNow:
    """A registered room and how it was last found."""

    room: Room
    hours: Hours = CLOSED
    terminal: Terminal | None = None
    verdict: Verdict | None = None
    since: datetime | None = None
    in_session: bool | None = None
    session_since: datetime | None = None
    opening: tuple[bool, datetime | None, datetime | None] = (False, None, None)
    faults: frozenset[str] = frozenset()
    is_silent: bool = False


@dataclass(slots=True)
class Tally:
    """How many rooms in service there are in one place, how many are silent, and how many show each fault."""

    rooms: int = 0
    silent: int = 0
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Tracked:
    """An incident that is not closed, with its place in the database."""

    row: int
    incident: Incident


class Agenda:
    """Rooms to be looked at again, by instant; an entry is a hint and may be stale."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, str]] = []
        self._earliest: dict[str, datetime] = {}

    def add(self, at: datetime, room: str) -> None:
        """Look at a room at an instant; only the earliest entry of a room is kept."""
        known = self._earliest.get(room)
        if known is None or at < known:
            self._earliest[room] = at
            heapq.heappush(self._heap, (at, room))

    def next_at(self) -> datetime | None:
        """Return the instant of the first entry, None when there is none."""
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> Iterator[str]:
        """Yield and forget the rooms whose instant has come."""
        while self._heap and self._heap[0][0] <= now:
            at, room = heapq.heappop(self._heap)
            if self._earliest.get(room) == at:
                del self._earliest[room]
                yield room


@dataclass(slots=True)
class Fleet:
    """Everything an ingest needs to decide without asking the database."""

    rooms: dict[str, RoomNow] = field(default_factory=dict)
    terminals: dict[str, Terminal] = field(default_factory=dict)
    incidents: dict[str, Tracked] = field(default_factory=dict)
    by_place: dict[str, set[str]] = field(default_factory=dict)
    by_site: dict[str, list[str]] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    stirred: set[str] = field(default_factory=set)
    """Places whose tally has moved since their rooms were looked at."""
    agenda: Agenda = field(default_factory=Agenda)
    next_number: int = 1
    next_row: int = 1
    registry_number: int = -1
    orphans_number: int = -1
    """The registry's number when incidents of rooms that are no more were last closed."""
    loaded_on: date | None = None
    """The day whose opening hours, and those of 400 days on, are known; they are expanded anew each day."""
    plans: dict[str, HoursPlan | None] = field(default_factory=dict)
    """The opening hours of each room as registered."""
    restarts: Restarts = field(default_factory=Restarts)
    to_offer: set[str] = field(default_factory=set)
    """Terminals that came back: their open jobs are to be offered again."""
    jobs_number: int = -1
    jobs_checked_at: datetime | None = None
    to_configure: set[str] = field(default_factory=set)
    """Terminals that came back: their config is sent again unless they follow it."""
    listening_since: datetime | None = None
    """Since when this server hears what is sent; before that nobody can be called silent."""
    configs_checked_at: datetime | None = None

    def take_number(self) -> int:
        """Return the next incident's number."""
        self.next_number += 1
        return self.next_number - 1

    def check_anew(self) -> None:
        """Forget which things need no look for now: what was found out about them may not have been committed."""
        self.orphans_number = self.jobs_number = -1
        self.configs_checked_at = None

    def existing(self, room: Room) -> tuple[Incident, ...]:
        """Return the incidents not closed of a room, its site and the fleet."""
        places = (f"room:{room.slug}", f"site:{room.site.slug}", "fleet")
        keys = [key for place in places for key in sorted(self.by_place.get(place, ()))]
        return tuple(self.incidents[key].incident for key in keys)

    def track(self, incident: Incident) -> Tracked:
        """Take in an incident that is new or has changed; a closed one is let go."""
        tracked = self.incidents.get(incident.key)
        if tracked is None:
            tracked = self.incidents[incident.key] = Tracked(self.next_row, incident)
            self.next_row += 1
            self.by_place.setdefault(place_of(incident), set()).add(incident.key)
        tracked.incident = incident
        if incident.state is IncidentState.CLOSED:
            self.drop(incident)
        return tracked

    def drop(self, incident: Incident) -> Tracked:
        """Let go of an incident."""
        self.by_place[place_of(incident)].discard(incident.key)
        return self.incidents.pop(incident.key)

    def history(self, state: RoomNow, now: datetime) -> History:
        """Return what every rule reads of a room at an instant."""
        room, terminal = state.room, state.terminal
        day_ago = now - timedelta(hours=24)
        state.opening = state.hours.at(now)
        return History(
            now=now,
            room=room.slug,
            site=room.site.slug,
            stage=room.stage,
            profile=room.profile,
            presence=self._presence(state, now) if terminal else NEVER,
            signals=terminal.signals if terminal else {},
            changes=tuple(c for c in terminal.changes if c.at >= day_ago) if terminal else (),
            events=tuple(e for e in terminal.events if e.at >= day_ago) if terminal else (),
            neighbours=self.neighbours(state),
            is_open=state.opening[0],
            opens_at=state.opening[1],
            boot_cause=terminal.boot_cause if terminal else None,
            booked_at=self._booked_at(room.slug, now),
        )

    def _booked_at(self, room: str, now: datetime) -> datetime | None:
        """Return when the booking that goes on or comes next begins."""
        booked = self.restarts.bookings.get(room, ())
        return min((each.starts_at for each in booked if each.ends_at > now), default=None)

    def _presence(self, state: RoomNow, now: datetime) -> Presence:
        """Return the presence; what a server missed while it did not listen is not held against a terminal.

        The terminal has its whole time of silence to be heard again, unless it was silent already.
        """
        assert state.terminal is not None  # noqa: S101  only such rooms are asked for
        seen, since = state.terminal.seen(), self.listening_since
        if (
            since is None
            or seen.last_seen_at is None
            or seen.last_seen_at >= since
            or state.verdict is Verdict.NO_DATA
        ):
            return seen
        is_new = (now - since).total_seconds() <= state.room.profile.silence_seconds
        return replace(seen, last_seen_at=since) if is_new else seen

    def neighbours(self, state: RoomNow) -> Neighbours:
        """Return how the other rooms of the site, the fleet and the same profile fare."""
        site, fleet, model = (self._others(place, state) for place in places_of(state.room))
        return Neighbours(
            site_rooms=site.rooms,
            site_silent=site.silent,
            fleet_rooms=fleet.rooms,
            fleet_silent=fleet.silent,
            model_rooms=model.rooms,
            site_faults=site.faults,
            fleet_faults=fleet.faults,
            model_faults=model.faults,
        )

    def _others(self, place: str, state: RoomNow) -> Tally:
        tally = self.tallies.get(place, Tally())
        if not counts(state):
            return tally
        return Tally(tally.rooms - 1, tally.silent - state.is_silent, tally.faults - Counter(state.faults))

    def found(self, state: RoomNow, faults: frozenset[str], *, is_silent: bool) -> None:
        """Take in what a room was found to have, for its neighbours to know."""
        if counts(state) and (faults != state.faults or is_silent != state.is_silent):
            for place in places_of(state.room):
                tally = self.tallies[place]
                tally.silent += is_silent - state.is_silent
                tally.faults.subtract(state.faults - faults)
                tally.faults.update(faults - state.faults)
                self.stirred.add(place)
        state.faults, state.is_silent = faults, is_silent

    def admit(self, rooms: Iterable[RoomNow]) -> None:
        """Take the registered rooms in place of those known; what was found of them stays counted."""
        self.rooms = {state.room.slug: state for state in rooms}
        self.by_site, self.tallies = {}, {"fleet": Tally()}
        for slug, state in self.rooms.items():
            self.by_site.setdefault(state.room.site.slug, []).append(slug)
            for place in places_of(state.room):
                tally = self.tallies.setdefault(place, Tally())
                if counts(state):
                    tally.rooms += 1
                    tally.silent += state.is_silent
                    tally.faults.update(state.faults)


def counts(state: RoomNow) -> bool:
    """Return whether a room is one that others compare themselves with: in service, with a terminal."""
    return state.room.stage == "in_service" and state.terminal is not None


def places_of(room: Room) -> tuple[str, str, str]:
    """Return the places whose tallies a room counts in: its site, all, and all of its profile."""
    return f"site:{room.site.slug}", "fleet", f"model:{room.profile.name}"


def place_of(incident: Incident) -> str:
    """Return the place an incident belongs to: a room, a site or the fleet, as its key says."""
    return incident.key.partition(":")[2]
