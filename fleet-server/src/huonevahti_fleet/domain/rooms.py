"""How rooms and incidents stand: the values that flows save and that pages and the API read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from huonevahti_fleet.domain.faults import Fault, Harm
from huonevahti_fleet.domain.history import Change, Presence, Stage
from huonevahti_fleet.domain.owners import Owner
from huonevahti_wire.messages import Event
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import Signal


class Verdict(StrEnum):
    """Whether a room is fit for the next customer."""

    FIT = "fit"
    DEGRADED = "degraded"
    UNFIT = "unfit"
    NO_DATA = "no_data"
    ONBOARDING = "onboarding"


class IncidentState(StrEnum):
    """The life of an incident; a closed one keeps its number, a resolved one reopens within seven days."""

    WATCHING = "watching"
    OPEN = "open"
    RESOLVED = "resolved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RuleFailed:
    """A rule that raised instead of answering: shown to operators, and its incidents stay as they are."""

    slug: str
    error: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `diagnose` found: the verdict, the faults worst first, and those explained by another one.

    `not_seen` are the signals at `no_data`: no fault, but nothing that clears the room either.
    """

    verdict: Verdict
    in_session: bool | None
    faults: tuple[Fault, ...] = ()
    explained: tuple[Fault, ...] = ()
    not_seen: tuple[Signal, ...] = ()
    rule_failures: tuple[RuleFailed, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One fault's life in one room, site or the fleet.

    `number` is None until it first opens; a watched one with a number is a resolved one coming back.
    One that the terminal mended while it was only watched is resolved with a number, and never was open.
    `first_seen_at` and `opened_at` are those of its latest return, `room` is the one whose `fault` is shown.
    """

    key: str
    number: int | None
    state: IncidentState
    fault: Fault
    room: str
    site: str
    first_seen_at: datetime
    last_seen_at: datetime
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    rooms: tuple[str, ...] = ()
    """The slugs of all rooms it takes in; one unless its scope is a site or the fleet."""
    mended_by: str = ""
    """The remedy by which the terminal mended it by itself; empty when it did not, or when it is back."""

    @property
    def owner(self) -> Owner:
        """Whose move it is."""
        return self.fault.owner

    @property
    def harm(self) -> Harm:
        """What it does to customers."""
        return self.fault.harm


@dataclass(frozen=True, slots=True)
class Site:
    """A place with rooms; `name` and `organisation_name` by language code."""

    slug: str
    name: Mapping[str, str]
    organisation: str
    time_zone: str = "Europe/Helsinki"
    organisation_name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """A room as registered; `terminal` is None until one has been brought in."""

    slug: str
    name: Mapping[str, str]
    site: Site
    stage: Stage
    terminal: str | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room as it stands now: what the list shows."""

    room: Room
    verdict: Verdict
    since: datetime
    in_session: bool | None
    presence: Presence
    incidents: tuple[Incident, ...] = ()
    """Open incidents that take this room in, worst first; watched ones are left out."""
    watching: tuple[Incident, ...] = ()
    is_open: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def main(self) -> Incident | None:
        """The incident that decides the verdict."""
        return self.incidents[0] if self.incidents else None


@dataclass(frozen=True, slots=True)
class RoomDetail:
    """A room with its signals and what was explained by another fault: what the room page shows."""

    state: RoomState
    signals: tuple[Signal, ...] = ()
    recent_incidents: tuple[Incident, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a lane: a state from an instant to another."""

    state: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened in a room between two instants, one lane of spans a signal, oldest first."""

    start_at: datetime
    end_at: datetime
    verdicts: tuple[Span, ...] = ()
    lanes: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    sessions: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    incidents: tuple[Incident, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A message that could not be read or believed: kept by reason, its beginning only."""

    at: datetime
    topic: str
    reason: str
    detail: str
    size_bytes: int


Numbers = Mapping[str, tuple[tuple[datetime, float], ...]]
"""Samples of numeric signals by name, oldest first."""
