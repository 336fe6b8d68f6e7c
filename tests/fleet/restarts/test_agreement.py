"""The real agent over a simulated room restarts when the simulation's terminal does, for both ask one function."""

from __future__ import annotations

import ast
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from huonevahti_agent.edges import restarting
from huonevahti_fleet.restarts import terminal
from huonevahti_fleet.restarts.fates import Fate, Spans
from huonevahti_fleet.restarts.log import Ordered
from huonevahti_fleet.restarts.machine import Machine
from huonevahti_fleet.restarts.places import FINNISH, Notice, Place
from huonevahti_fleet.restarts.terminal import Terminal
from huonevahti_fleet.restarts.timeline import Timeline
from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan import restart
from huonevahti_wire.plan.calendar import DAYS, Week
from huonevahti_wire.plan.guard import Booking, Sign
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.schedule import RestartPlan
from tests.agent.weeks import Happening, document, live, local
from tests.house import tree

pytestmark = pytest.mark.timeout(600)  # nine days of the real agent, on a machine that is busy
HOUR = timedelta(hours=1)
THURSDAY = local("2026-10-22T12:00")
"""The clocks go back on the Sunday after."""
VISITS = ((local("2026-10-24T03:29"), 40), (local("2026-10-27T03:20"), 60), (local("2026-10-28T12:00"), 25))
"""When customers come, and for how many minutes: on Saturday and Tuesday in the night."""
NO_POWER = local("2026-10-29T02:00"), local("2026-10-29T06:00")
BOOKED = local("2026-10-26T03:40"), local("2026-10-26T04:00")
OFF = date(2026, 10, 30)
DAYS_OF_LIFE = 9
POLL_SECONDS = 60.0
EXACTLY, ONCE_SEEN = timedelta(seconds=5), timedelta(seconds=POLL_SECONDS + 5)
"""An agent's turn; and how soon it sees that a customer has left."""


def _happenings() -> list[Happening]:
    befalls: list[Happening] = []
    for at, minutes in VISITS:
        befalls.append((at, lambda room: room.visit.start_visit()))
        befalls.append((at + timedelta(minutes=minutes), lambda room: room.visit.end_visit()))
    befalls.append((NO_POWER[0], lambda room: room.power.cut_power()))
    befalls.append((NO_POWER[1], lambda room: room.power.restore_power()))
    return befalls


class _Simulated:
    """The simulation's terminal with the same visits, power cut and booking."""

    def __init__(self) -> None:
        schedule = Schedule(at="03:30", jitter_seconds=0, exceptions={OFF: "off"})
        week: Week = dict.fromkeys(DAYS[:5], ("09:00-15:00",))
        place = Place("imatra", FINNISH, week, None, {}, (Notice(THURSDAY - HOUR, schedule=schedule),))
        never = Spans((), ())
        self.timeline = Timeline(THURSDAY)
        self.machine = Machine(
            "imatra", Fate(((THURSDAY, place),), never, never, never), self.timeline, Random(1)
        )
        self.machine.drift = 0.0
        self.terminal = Terminal(self.machine, self._senses)
        self.terminal.bookings = [Booking(*BOOKED)]
        self._since: datetime | None = None
        self._ended_at: datetime | None = None
        for at, minutes in VISITS:
            self.timeline.at(at, self._come)
            self.timeline.at(at + timedelta(minutes=minutes), self._leave)
        self.timeline.at(NO_POWER[0], lambda: self.machine.cut("site"))
        self.timeline.at(NO_POWER[1], lambda: self.machine.restore("site"))
        self.terminal.configure(place)

    def ordered_at(self) -> list[datetime]:
        self.timeline.run(THURSDAY + timedelta(days=DAYS_OF_LIFE))
        return [line.at for line in self.machine.lines if isinstance(line, Ordered)]

    def _senses(self) -> tuple[list[Sign], datetime | None]:
        signs = [] if self._since is None else [Sign("media", self._since), Sign("camera", self._since)]
        return signs, self._ended_at

    def _come(self) -> None:
        self._since = self.timeline.now
        self.terminal.ask()

    def _leave(self) -> None:
        self._since, self._ended_at = None, self.timeline.now
        self.terminal.ask()


def test_the_real_agent_restarts_when_the_simulations_terminal_does(tmp_path: Path) -> None:
    plan = RestartPlan(at="03:30", exceptions={OFF: "off"})
    polled = {"*": 300.0, "session.live": POLL_SECONDS, "session.guard": POLL_SECONDS}
    told = document(THURSDAY, restart=plan, bookings=(OpenPeriod(*BOOKED),), poll_seconds=polled)
    real = list(live(tmp_path, told, THURSDAY, DAYS_OF_LIFE, _happenings()).ordered_at)
    simulated = _Simulated().ordered_at()
    nights = [at.astimezone(ZoneInfo(FINNISH)).date() for at in simulated]
    left_out = {OFF, NO_POWER[0].date()}
    assert nights == [
        d
        for n in range(1, DAYS_OF_LIFE + 1)
        if (d := date(2026, 10, 22) + n * timedelta(days=1)) not in left_out
    ]
    held = {date(2026, 10, 24), date(2026, 10, 27)}
    assert len(real) == len(simulated)
    for mine, theirs, night in zip(simulated, real, nights, strict=True):
        assert timedelta(seconds=-1) <= theirs - mine <= (ONCE_SEEN if night in held else EXACTLY), night


def test_both_ask_the_same_function_and_neither_reaches_past_it() -> None:
    assert vars(restarting)["restart"].decide is vars(terminal)["decide"] is restart.decide
    assert Terminal.__init__.__defaults__ == (restart.decide,)


INNER = {
    "nights": {"current", "following", "due_on", "_night"},
    "holds": {"hold"},
    "restart": {"night_date", "_planned", "_within", "_not_before", "_is_done", "_remedy"},
}
"""What `decide` is made of, by the module of the plan."""


@pytest.mark.parametrize(
    "folder", [tree.PACKAGES["agent"], tree.PACKAGES["fleet"] / "restarts"], ids=["agent", "simulation"]
)
def test_nobody_decides_by_the_inner_parts_of_the_plan(folder: Path) -> None:
    files = sorted(folder.rglob("*.py"))
    assert files
    tree.assert_none(
        tree.at(path, line, name, "the plan asked through `decide`")
        for path in files
        for line, name in _asked(ast.parse(path.read_text(encoding="utf-8")))
    )


def _asked(parsed: ast.Module) -> list[tuple[int, str]]:
    """The places where a module imports or reaches an inner part of the plan."""
    found = []
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huonevahti_wire.plan."):
            inner = INNER.get((node.module or "").rsplit(".", 1)[1], set())
            found += [(node.lineno, alias.name) for alias in node.names if alias.name in inner]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found += [(node.lineno, node.attr)] if node.attr in INNER.get(node.value.id, set()) else []
    return found


def test_who_reaches_past_decide_is_seen() -> None:
    written = "from huonevahti_wire.plan.holds import hold\nfrom huonevahti_wire.plan import nights\nnights.current()\n"
    assert _asked(ast.parse(written)) == [(1, "hold"), (3, "current")]
