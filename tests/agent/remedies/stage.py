"""A simulated room under an agent of its own, turned in virtual time: what ails it, what was tried, what was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from msgspec.structs import replace

from huonevahti_agent import app
from huonevahti_agent.cycle import Cycle
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host.remedy import Remedy
from huonevahti_agent.probes import PROBES
from huonevahti_agent.settings import Settings
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_wire import profile_yaml
from huonevahti_wire.codec import decode
from huonevahti_wire.messages import Event, RemedyTried
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import Signal, State
from tests.fakes.broker import FakeBroker
from tests.house.tree import ROOT

PROFILE = profile_yaml.read(ROOT / "firmware-profiles/simulated.yaml")
START_AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


Told = list[tuple[str, str, str]]
"""Remedies that were told of: which, what came of it, and why."""


def events_sent(broker: FakeBroker) -> list[Event]:
    """Every event that was sent, each number once."""
    found = [decode(sent.topic, sent.payload)[1] for sent in broker.sent if sent.topic.endswith("/event")]
    return list({event.number: event for event in found}.values())


def remedies_told(broker: FakeBroker) -> Told:
    """What was told of remedies."""
    bodies = [event.body for event in events_sent(broker)]
    return [(b.remedy, b.outcome, b.reason) for b in bodies if isinstance(b, RemedyTried)]


def failed(name: str, reason: str = "", state: State = State.FAILED) -> Signal:
    """A signal that a remedy is to mend."""
    return Signal(name, state, START_AT, reason=reason)


def room(profile: Profile = PROFILE) -> SimulatedRoom:
    """A healthy room."""
    return World(7, VirtualTime(START_AT), profile).room("imatra")


def judged(of: SimulatedRoom, profile: Profile = PROFILE) -> dict[str, str]:
    """What the probes say of a room's devices and kiosk that is not good, by name."""
    host = SimulatedHost(of)
    found: list[Judgement] = []
    for probe in PROBES:
        if probe.NAME in ("cameras", "kiosk", "microphone", "speakers"):
            found += probe.signals(probe.sample(host, profile), profile)
    return {j.name: f"{j.state} {j.reason}" for j in found if j.state is not State.OK}


class Terminal:
    """An agent over a room, on one folder from start to start."""

    def __init__(
        self, folder: Path, remedies: tuple[Remedy, ...] | None = None, profile: Profile = PROFILE
    ) -> None:
        self.profile = profile
        self.room = room(profile)
        self._folder, self._remedies = folder, remedies
        self._broker = FakeBroker()
        self.cycle = self.start()

    @property
    def time(self) -> VirtualTime:
        time = self.room.clock.time
        assert isinstance(time, VirtualTime)
        return time

    def start(self, remedies: tuple[Remedy, ...] | None = None) -> Cycle:
        """Begin an agent anew, as after a crash when the one before was not stopped."""
        choices = app.Choices(profile=self.profile, rng=Random(1), remedies=remedies or self._remedies)
        settings = Settings(terminal="imatra", state=self._folder)
        self.cycle = app.build(settings, SimulatedHost(self.room), self._broker.client("imatra"), choices)
        return self.cycle

    def run(self, seconds: float) -> None:
        """Let the agent turn until so much time has passed."""
        end = self.time.elapsed_seconds() + seconds
        self.cycle.turn()
        while (left := end - self.time.elapsed_seconds()) > 0:
            host = self.cycle._parts.host
            self.cycle.plug(host.wait(min(max(self.cycle.next_turn_in(), 0.05), left)))
            self.cycle.turn()

    def events(self) -> list[Event]:
        """Every event that was sent, each number once."""
        return events_sent(self._broker)

    def told(self) -> Told:
        """What was told of remedies."""
        return remedies_told(self._broker)

    def state(self, name: str) -> State:
        """How a signal stands for the agent."""
        return self.cycle._parts.sensing.signals[name].state


def without_kiosk() -> Profile:
    """A terminal whose page nobody can ask."""
    return replace(PROFILE, kiosk=None)


Break = Callable[[SimulatedRoom], None]
