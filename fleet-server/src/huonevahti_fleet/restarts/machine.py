"""One terminal's machine: power, boots, its clock, and what a boot leaves for the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from msgspec import Struct

from huonevahti_fleet.restarts.fates import Fate
from huonevahti_fleet.restarts.log import Booted, Fact, Line, What, Why
from huonevahti_fleet.restarts.timeline import Timeline

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
RUNS_ON = 15 * MINUTE
"""Within this after an order a boot is of it, and the clock ran on (rule 8)."""


class Traces(Struct, frozen=True):
    """What the last boot left behind."""

    clean_shutdown: bool | None = True
    panic_files: int | None = 0
    watchdog_fired: bool | None = False


LEFT: dict[Why, Traces] = {
    "order": Traces(),
    "clean": Traces(),
    "power": Traces(clean_shutdown=False),
    "panic": Traces(clean_shutdown=False, panic_files=1),
    "watchdog": Traces(clean_shutdown=False, watchdog_fired=True),
}


class Machine:
    """On or off, up or not. Whoever runs on it listens in `on_down`, `on_up` and `on_time` (its clock is set right)."""

    def __init__(self, room: str, fate: Fate, timeline: Timeline, rng: Random) -> None:
        self.room, self.fate, self.timeline, self.rng = room, fate, timeline, rng
        self.lines: list[Line] = []
        self.on_down: list[Callable[[], None]] = []
        self.on_up: list[Callable[[], None]] = []
        self.on_time: list[Callable[[], None]] = []
        self.has_good_battery, self.tells_of_battery = rng.random() < 0.9, rng.random() < 0.7
        self.leaves_traces = rng.random() < 0.95
        self.drift = rng.uniform(-20e-6, 20e-6)
        self.boot_number, self.is_up = 0, True
        self.ended: Why = "clean"
        self.booted_at = self.set_at = timeline.now
        self.error, self.is_confirmed, self.is_stepped, self.hardware_kept = timedelta(), True, False, False
        self._without_power: set[str] = set()
        self._lasting: set[What] = set()
        self._began_at = timeline.now
        self._ordered_at: datetime | None = None

    @property
    def offset(self) -> timedelta:
        """How far the terminal's clock is ahead of the true time."""
        return self.error + (self.timeline.now - self.set_at) * self.drift

    def fact(self, what: What, *, begins: bool) -> None:
        """Write down that something began or ended, if that is news."""
        if (what in self._lasting) != begins:
            (self._lasting.add if begins else self._lasting.discard)(what)
            self.lines.append(Fact(self.timeline.now, self.room, what, begins))

    def lasts(self, what: What) -> bool:
        """Whether something lasts."""
        return what in self._lasting

    def cut(self, source: str) -> None:
        """Take the power away; it is back when each source of want is gone."""
        self._without_power.add(source)
        self._go_down("power")

    def restore(self, source: str) -> None:
        """Give back what one source took; one that took nothing starts no second boot beside the one under way."""
        if source not in self._without_power:
            return
        self._without_power.discard(source)
        if not self._without_power and not self.is_up and self.ended == "power":
            self._boot(20 * SECOND)

    def restart(self, ending: Why) -> None:
        """End in some way and boot again; now and then a boot gets stuck, until somebody pulls the plug."""
        if self.is_up:
            self._go_down(ending)
            if self.rng.random() < 0.0002:
                stuck_for = timedelta(hours=self.rng.uniform(3, 14))
                self.timeline.at(self.timeline.now + stuck_for, self.pull_plug)
            else:
                self._boot(self.rng.uniform(15, 60) * SECOND)

    def order(self, *, has_effect: bool) -> None:
        """Restart by the terminal's own order, or do nothing at all."""
        self._ordered_at = self.timeline.now
        if has_effect:
            self.restart("order")

    def sync(self) -> None:
        """Keep a clock right that is right, where the network tells the time."""
        if (
            self.is_up
            and self.is_confirmed
            and not self.lasts("clock")
            and not self.fate.deaf.holds(self.timeline.now)
        ):
            self.error, self.set_at = timedelta(), self.timeline.now

    def pull_plug(self) -> None:
        """Somebody pulls the plug and puts it back."""
        self.cut("plug")
        self.timeline.at(self.timeline.now + MINUTE, lambda: self.restore("plug"))

    def step_clock(self, by: timedelta) -> None:
        """Somebody sets the clock wrong; the office's word sets it right, as soon as it is heard."""
        self.error += by
        self.is_stepped = True
        self.fact("clock", begins=True)
        self._await_time(timedelta(minutes=self.rng.uniform(5, 60)))

    def _go_down(self, ending: Why) -> None:
        if self.is_up:
            for listener in self.on_down:
                listener()
            self.is_up = False
            self._began_at = self.timeline.now
            self.fact("down", begins=True)
        self.boot_number += 1
        self.ended = ending

    def _boot(self, after: timedelta) -> None:
        number = self.boot_number
        self.timeline.at(self.timeline.now + after, lambda: self._kernel(number))

    def _kernel(self, number: int) -> None:
        if number != self.boot_number:
            return
        now = self.timeline.now
        self._keep_time()
        self.booted_at = now
        self.lines.append(Booted(now, self.room, self.ended, self.leaves_traces))
        self.timeline.at(now + self.rng.uniform(40, 100) * SECOND, lambda: self._come_up(number))

    def _come_up(self, number: int) -> None:
        if number != self.boot_number:
            return
        self.is_up = True
        self.fact("down", begins=False)
        for listener in self.on_up:
            listener()
        self._await_time(self.rng.uniform(20, 90) * SECOND)

    def _keep_time(self) -> None:
        """What the hardware clock makes of a boot: without a battery a clock goes on from where it stopped."""
        was_right = not self.lasts("clock")
        lost = self.ended == "power" and not self.has_good_battery
        if lost:
            self.error -= self.timeline.now - self._began_at
        self.hardware_kept = was_right and not lost and self.tells_of_battery
        is_own = self._ordered_at is not None and self.timeline.now - self._ordered_at <= RUNS_ON
        runs_on = was_right and is_own and self.ended in ("order", "clean")
        self.is_confirmed = self.is_stepped = False
        self._ordered_at = None
        if not (self.hardware_kept or runs_on):
            self.fact("clock", begins=True)

    def _await_time(self, takes: timedelta) -> None:
        number = self.boot_number
        deaf_until = self.fate.deaf.holds(self.timeline.now + takes)
        self.timeline.at((deaf_until or self.timeline.now) + takes, lambda: self._set_right(number))

    def _set_right(self, number: int) -> None:
        if number != self.boot_number or not self.is_up:
            return
        if self.fate.deaf.holds(self.timeline.now):
            self._await_time(MINUTE)
            return
        self.error, self.set_at = timedelta(), self.timeline.now
        self.is_confirmed, self.is_stepped = True, False
        self.fact("clock", begins=False)
        for listener in self.on_time:
            listener()
