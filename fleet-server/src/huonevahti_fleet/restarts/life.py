"""A room's life: its people, its mishaps and its machine, day by day, by the wall clock of wherever it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huonevahti_fleet.restarts.log import Day, Line, Lived, SetRight
from huonevahti_fleet.restarts.machine import Machine
from huonevahti_fleet.restarts.terminal import Planner, Terminal
from huonevahti_fleet.restarts.timeline import Timeline
from huonevahti_fleet.restarts.visitors import Visitors
from huonevahti_wire.plan.restart import decide

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_fleet.restarts.fates import Fate
    from huonevahti_fleet.restarts.places import Place

MINUTE, HOUR, ONE_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RARE: tuple[tuple[str, float], ...] = (
    ("foreign", 0.003), ("panic", 0.002), ("watchdog", 0.001), ("agent", 0.002), ("disk", 0.0005), ("clock", 0.001),
    ("plug", 0.005), ("flaps", 0.0015), ("cleaner", 0.35),
)  # fmt: skip
"""Mishaps, and people who clean, by their chance a day."""


def lived(room: str, seed: int, fate: Fate, until: datetime, planner: Planner = decide) -> list[Line]:
    """Return the world's log of one room, from the beginning of its fate to an end."""
    life = Life(room, Random(f"{seed}/{room}"), fate, planner)
    life.timeline.run(until)
    life.machine.lines.append(Lived(until, room))
    return life.machine.lines


class Life:
    """Joins machine, terminal and visitors, and lets the days come."""

    def __init__(self, room: str, rng: Random, fate: Fate, planner: Planner) -> None:
        begins_at, self._place = fate.places[0]
        self.timeline = Timeline(begins_at)
        self.rng, self._fate = rng, fate
        self.machine = Machine(room, fate, self.timeline, rng)
        self.visitors = Visitors(self.machine, rng)
        self.terminal = Terminal(self.machine, self.visitors.signs, planner)
        self.visitors.terminal = self.terminal
        self._on, self._told_at = begins_at.date(), begins_at
        self._befall()
        self._log_day(self._on - ONE_DAY)
        self._told()
        self._day()

    def _befall(self) -> None:
        at, machine = self.timeline.at, self.machine
        for begins, ends in zip(self._fate.dark.begins, self._fate.dark.ends, strict=True):
            at(begins, lambda: machine.cut("site"))
            at(ends, lambda: machine.restore("site"))
        for when, place in self._fate.places[1:]:
            at(when, self._carry(place))
        for _, place in self._fate.places:
            for notice in place.notices:
                at(self._fate.told_from(notice.at), self._told)
        for begins in (*self._fate.deaf.ends, *self._fate.office_away.ends):
            at(begins + MINUTE, self._told)

    def _told(self) -> None:
        now = self.timeline.now
        if not self.machine.lasts("moving"):
            if self._fate.is_told(now):
                self._told_at = now
                self.terminal.configure(self._place)
            self._compare_hours()

    def _compare_hours(self) -> None:
        """Write down while the hours about today are not those that the terminal was told."""
        today = self.timeline.now.astimezone(ZoneInfo(self._place.zone)).date()
        untold = [n.closure for n in self._place.notices if n.closure is not None and n.at > self._told_at]
        about = any(each.first - 3 * ONE_DAY <= today <= each.last + ONE_DAY for each in untold)
        self.machine.fact("untold", begins=about)

    def _carry(self, place: Place) -> Callable[[], None]:
        """Whoever carries a terminal elsewhere leaves when it has heard from the office."""

        def leave() -> None:
            self.machine.fact("moving", begins=True)
            self.machine.cut("moving")
            self._place = place
            arrives_at = self.timeline.now + timedelta(hours=self.rng.uniform(1, 60))
            self.timeline.at(self._fate.told_from(arrives_at), self._arrive)

        return leave

    def _arrive(self) -> None:
        if not self._fate.is_told(self.timeline.now) or self._fate.dark.holds(self.timeline.now):
            self.timeline.at(self.timeline.now + HOUR, self._arrive)
            return
        self.machine.fact("moving", begins=False)
        self._log_day(self.timeline.now.astimezone(ZoneInfo(self._place.zone)).date() - ONE_DAY)
        self._log_day(self.timeline.now.astimezone(ZoneInfo(self._place.zone)).date())
        self.machine.restore("moving")
        self._told()

    def _log_day(self, on: date) -> None:
        now = self.timeline.now
        stretches = self._place.stretches_on(on)
        self.machine.lines.append(Day(now, self.machine.room, on, self._place.zone, stretches))

    def _day(self) -> None:
        """What a date brings, from its midnight on."""
        on, zone = self._on, ZoneInfo(self._place.zone)
        self._on = on + ONE_DAY
        self.timeline.at(_wall(self._on, 0, zone) if self._on > on else self.timeline.now, self._day)
        if self.machine.lasts("moving"):
            return
        if on.day % 28 == 1:
            self._told()
        self._compare_hours()
        self.machine.sync()
        self._log_day(on)
        stretches = [
            [_wall(on, _minutes(t), zone) for t in s.split("-")] for s in self._place.stretches_on(on)
        ]
        for opens_at, closes_at in stretches:
            self.visitors.come(opens_at, closes_at)
        self.visitors.haunt(_wall(on, 0, zone))
        self._mishaps(_wall(on, 0, zone))
        if stretches:
            self.timeline.at(stretches[0][0] + 20 * MINUTE, self._look_after)

    def _mishaps(self, midnight: datetime) -> None:
        for what, chance in RARE:
            if self.rng.random() < chance:
                at = midnight + timedelta(seconds=self.rng.randrange(86_400))
                self.timeline.at(at, lambda what=what: self._mishap(what))  # type: ignore[misc]  # mypy sees no default

    def _mishap(self, what: str) -> None:
        rng, machine = self.rng, self.machine
        if what == "foreign":
            machine.restart("clean")
        elif what in ("panic", "watchdog"):
            machine.restart("panic" if what == "panic" else "watchdog")
        elif what == "agent":
            self.terminal.stop()
            self.timeline.at(self.timeline.now + timedelta(hours=rng.uniform(0.1, 9)), self.terminal.start)
        elif what == "disk":
            self._fill_disk(timedelta(hours=rng.uniform(1, 70)))
        elif what == "clock" and machine.is_up:
            machine.step_clock(rng.choice((-1, 1)) * timedelta(minutes=rng.uniform(2, 900)))
            self.terminal.ask()
        elif what == "plug":
            self._unplug(timedelta(minutes=rng.uniform(1, 400)))
        elif what == "flaps":
            for n in range(rng.randint(2, 5)):
                self.timeline.at(
                    self.timeline.now + n * rng.uniform(3, 9) * MINUTE, lambda: self._unplug(MINUTE)
                )
        elif what == "cleaner":
            self.visitors.clean(rng.uniform(5, 40) * MINUTE)

    def _unplug(self, lasting: timedelta) -> None:
        self.machine.cut("plug")
        self.timeline.at(self.timeline.now + lasting, lambda: self.machine.restore("plug"))

    def _fill_disk(self, lasting: timedelta) -> None:
        self.machine.fact("disk_full", begins=True)

        def end() -> None:
            self.machine.fact("disk_full", begins=False)
            self.terminal.ask()

        self.timeline.at(self.timeline.now + lasting, end)

    def _look_after(self) -> None:
        """Soon after opening a person sets right what a person must."""
        machine, terminal = self.machine, self.terminal
        machine.fact("cameras", begins=False)
        if terminal.waits_for_person == "loop":
            machine.lines.append(SetRight(self.timeline.now, machine.room))
            terminal.released_at = self.timeline.now + machine.offset
            terminal.ask()
        is_stuck = terminal.waits_for_person == "order_without_effect"
        if is_stuck or (self.visitors.hung_since is not None and self.rng.random() < 0.5):
            machine.pull_plug()


def _wall(on: date, minutes: int, zone: ZoneInfo) -> datetime:
    day = on + (minutes // 1440) * ONE_DAY
    hour, minute = divmod(minutes % 1440, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
