"""What is known of one room at one instant: the single value every rule reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from huonevahti_wire.messages import BootCause, Event
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import Signal, State

Stage = Literal["onboarding", "in_service", "in_window"]


@dataclass(frozen=True, slots=True)
class Change:
    """A signal turned: from one state to another at an instant."""

    name: str
    was: State | None
    state: State
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """What is known of the terminal's connection; the age of the last report is the proof, the rest are hints."""

    status: Literal["online", "offline", "restarting", "updating", "never"]
    last_seen_at: datetime | None
    since: datetime | None = None
    reason: str = ""
    expected_back_by: datetime | None = None
    boot_id: str = ""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How the others fare, this room not counted: rooms in service, and how many of them are silent.

    `site_faults` and `fleet_faults` count the rooms that show each fault now, by slug; `model_rooms` and
    `model_faults` count those with a terminal of the same profile.
    """

    site_rooms: int = 0
    site_silent: int = 0
    fleet_rooms: int = 0
    fleet_silent: int = 0
    model_rooms: int = 0
    site_faults: Mapping[str, int] = field(default_factory=dict)
    fleet_faults: Mapping[str, int] = field(default_factory=dict)
    model_faults: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """One room: its signals now, what changed and happened in the last 24 hours (newest first), its neighbours.

    `is_open` says whether the room is open to customers now; `opens_at` is the next opening, None when unknown.
    `booked_at` is when the booking that goes on or comes next begins, None when there is none.
    """

    now: datetime
    room: str
    site: str
    stage: Stage
    profile: Profile
    presence: Presence
    signals: Mapping[str, Signal] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    neighbours: Neighbours = Neighbours()
    is_open: bool = False
    opens_at: datetime | None = None
    boot_cause: BootCause | None = None
    booked_at: datetime | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether customers may come now: the room is open, or somebody has booked it, evenings and Sundays too."""
        return self.is_open or (self.booked_at is not None and self.booked_at <= self.now)

    def state(self, name: str) -> State:
        """Return a signal's state, `no_data` when it was never sent."""
        signal = self.signals.get(name)
        return signal.state if signal else State.NO_DATA

    def signal(self, name: str) -> Signal | None:
        """Return a signal, None when it was never sent."""
        return self.signals.get(name)

    def failed(self, name: str) -> bool:
        """Return whether a signal stands at `failed`."""
        return self.state(name) is State.FAILED

    def is_silent(self) -> bool:
        """Return whether nothing was heard for longer than the profile's silence, a promised absence excepted."""
        seen_at, back_by = self.presence.last_seen_at, self.presence.expected_back_by
        if seen_at is None or (back_by is not None and self.now <= back_by):
            return False
        return (self.now - seen_at).total_seconds() > self.profile.silence_seconds
