"""One terminal: the real agent over a simulated room, turned by hand whenever it has something to do."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_agent import app
from huonevahti_agent.edges.verify import Question, refusal
from huonevahti_agent.settings import Settings
from huonevahti_agent.simulated import PowerLost, SimulatedHost, SimulatedRoom

if TYPE_CHECKING:
    from huonevahti_agent.cycle import Cycle
    from huonevahti_fleet.scenarios.clockwork import Clockwork
    from huonevahti_fleet.scenarios.post import PostLine
    from huonevahti_wire.messages import Signed
    from huonevahti_wire.profile import Profile

BREATH_SECONDS = 0.05
"""Between two turns of an agent that finds something due all the time."""


class Fittings(Struct, frozen=True):
    """What an agent is given: its profile, its folder, whose signature it obeys, and the longest time it sleeps."""

    terminal: str
    profile: Profile
    state: Path
    public_key: bytes
    seed: str
    longest_seconds: float = 60.0


class Terminal:
    """Runs while its room has power and nobody has stopped it, on one folder from boot to boot."""

    def __init__(self, clockwork: Clockwork, room: SimulatedRoom, line: PostLine, fittings: Fittings) -> None:
        self._clockwork, self._room, self._line, self._fittings = clockwork, room, line, fittings
        self._rng = Random(fittings.seed)
        self._agent: Cycle | None = None
        self._host = SimulatedHost(room)
        self._due: float | None = None
        self._is_frozen = False
        room.bell.listener = self._wake
        room.power.own_lot = "customer_first"  # a lot that falls wrong is for a story to tell
        room.power.on_down.append(self._go_down)
        room.power.on_boot.append(self.start)
        room.network.followers.append(self._follow_line)

    def start(self) -> None:
        """Begin an agent on the boot that is now."""
        self.stop()
        fittings = self._fittings
        self._host, self._is_frozen = SimulatedHost(self._room), False
        settings = Settings(terminal=fittings.terminal, state=fittings.state)
        choices = app.Choices(profile=fittings.profile, verify=self._verify, rng=self._rng)
        self._agent = app.build(settings, self._host, self._line, choices)
        self._schedule(BREATH_SECONDS)

    def stop(self) -> None:
        """Break the agent off, as a crash of its process would."""
        agent, self._agent = self._agent, None
        if agent is not None:
            agent.break_off()

    def freeze(self) -> None:
        """Let the machine hang: power and picture stay, nothing runs any more."""
        self._line.vanish()
        self._is_frozen = True

    def thaw(self) -> None:
        """Let the machine go on where it hung."""
        self._is_frozen = False
        if self._room.power.is_powered:
            self.start()

    def _go_down(self, is_clean: bool) -> None:
        agent, self._agent = self._agent, None
        if agent is None:
            return
        if is_clean and not self._is_frozen:
            agent.end()
        else:
            self._line.vanish()
            agent.break_off()

    def _follow_line(self, is_whole: bool) -> None:
        (self._line.mend if is_whole else self._line.cut)()

    def _verify(self, purpose: str, topic: str, signed: Signed) -> str:
        return refusal(Question(purpose, topic, self._fittings.public_key, signed))

    def _wake(self) -> None:
        self._schedule(0.0)

    def _schedule(self, delay_seconds: float) -> None:
        due = self._clockwork.elapsed + delay_seconds
        if self._due is None or due < self._due:
            self._due = due
            self._clockwork.after(delay_seconds, lambda: self._turn(due))

    def _turn(self, due: float) -> None:
        if due != self._due:
            return
        self._due = None
        agent = self._agent
        if agent is None or self._is_frozen:
            return
        try:
            agent.turn()
            agent.plug(self._host.wait(0.0))
            waits = agent.next_turn_in(self._fittings.longest_seconds)
        except PowerLost:
            return
        self._schedule(max(waits, BREATH_SECONDS))
