"""What a terminal knows and does: it asks the planner that the agent asks, by its own clock, and obeys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from huonevahti_fleet.restarts.log import Ordered, Terms
from huonevahti_fleet.restarts.machine import LEFT, Machine, Traces
from huonevahti_wire.plan import boots, guard
from huonevahti_wire.plan.boots import Before, Boot, Intent
from huonevahti_wire.plan.clock import Clock, doubt
from huonevahti_wire.plan.guard import Booking, Sign
from huonevahti_wire.plan.hours import EXPANDED_DAYS
from huonevahti_wire.plan.restart import Decision, Kind, Situation, decide, intent_of

if TYPE_CHECKING:
    from huonevahti_fleet.restarts.places import Place
    from huonevahti_wire.messages import OpenPeriod
    from huonevahti_wire.schedule import RestartPlan

MINUTE = timedelta(minutes=1)
Planner = Callable[[Situation, datetime], Decision]
Senses = Callable[[], tuple[list[Sign], "datetime | None"]]
KEPT = 16
"""So many boots and intents are remembered."""


class Terminal:
    """An agent on a machine; `senses` gives the signs of a session and the end of the last one, by true time."""

    def __init__(self, machine: Machine, senses: Senses, planner: Planner = decide) -> None:
        self.machine, self._senses, self._planner = machine, senses, planner
        self.is_running, self.was_hung = True, False
        self._orders_fail_until: datetime | None = None
        self._ended_at: datetime | None = None
        self.bookings: list[Booking] = []
        self.released_at: datetime | None = None
        self._plan: RestartPlan | None = None
        self._zone = "UTC"
        self._periods: tuple[OpenPeriod, ...] = ()
        self._hours_until: datetime | None = None
        self._boot_id = "0"
        self._boots: tuple[Boot, ...] = ()
        self._intents: tuple[Intent, ...] = ()
        self._newest: datetime | None = None
        self._former: Decision | None = None
        self._is_continuous = False
        self._asked = 0
        machine.on_up.insert(0, self._begin)
        machine.on_down.append(self._end)
        machine.on_time.append(self._hear_time)

    def configure(self, place: Place) -> None:
        """Take what the office signed just now."""
        now = self.machine.timeline.now
        plan = place.plan(now)
        self._periods, self._hours_until = place.periods(now), now + timedelta(days=EXPANDED_DAYS - 3)
        if (plan, place.zone) != (self._plan, self._zone):
            self._plan, self._zone = plan, place.zone
            self.machine.lines.append(_terms(now, self.machine.room, plan, place.zone))
        self.ask()

    def ask(self) -> None:
        """Decide and act, and arrange when to ask again."""
        machine = self.machine
        if not machine.is_up or not self.is_running:
            return
        self._asked += 1
        offset = machine.offset
        there = machine.timeline.now + offset
        situation = self._situation(offset)
        decision = self._planner(situation, there)
        if not doubt(situation.clock, there):
            self._newest = max(there, self._newest or there)
        self._former = decision
        if decision.kind in (Kind.RESTART, Kind.REMEDY):
            self._restart(situation, decision, there)
        elif decision.until is not None:
            number = self._asked
            machine.timeline.at(decision.until - offset, lambda: self._ask_again(number))

    def _ask_again(self, number: int) -> None:
        if number == self._asked:
            self.ask()

    def _situation(self, offset: timedelta) -> Situation:
        machine = self.machine
        signs, ended_at = self._senses()
        now = machine.timeline.now
        self.bookings = [b for b in self.bookings if b.ends_at > now]
        room = guard.Situation(
            signs=tuple(replace(sign, since=sign.since + offset) for sign in signs),
            bookings=tuple(self.bookings),
            open_periods=self._periods,
            session_ended_at=None if ended_at is None else ended_at + offset,
        )
        return Situation(
            plan=self._plan, time_zone=self._zone, room=room, hours_until=self._hours_until, boot_id=self._boot_id,
            clock=self._clock(), boots=self._boots, intents=self._intents, remedy=self._remedy(), former=self._former,
            released_at=self.released_at,
        )  # fmt: skip

    def _remedy(self) -> str:
        """Why a boot is wanted beyond the daily one: what would keep the room from being ready."""
        if self.machine.lasts("cameras"):
            return "camera.order"
        return "kiosk.page" if self.machine.lasts("hung") else ""

    @property
    def waits_for_person(self) -> str:
        """The reason for which a person must act before anything restarts again, empty when there is none."""
        reasons = self._former.reasons if self._former else ()
        return next((reason for reason in reasons if reason in ("loop", "order_without_effect")), "")

    def start(self) -> None:
        """The agent runs again."""
        self.is_running = True
        self.machine.fact("agent_down", begins=False)
        self.ask()

    def stop(self) -> None:
        """The agent does not run, until it is started or the machine boots."""
        self.is_running = False
        self.machine.fact("agent_down", begins=True)

    def _clock(self) -> Clock:
        machine = self.machine
        return Clock(
            self._newest, machine.is_confirmed, machine.is_stepped, self._is_continuous,
            "kept" if machine.hardware_kept else "unknown",
        )  # fmt: skip

    def _restart(self, situation: Situation, decision: Decision, there: datetime) -> None:
        machine, now = self.machine, self.machine.timeline.now
        number = self._asked
        if machine.lasts("disk_full"):
            machine.timeline.at(now + 5 * MINUTE, lambda: self._ask_again(number))
            return
        self._intents = (*self._intents, intent_of(situation, decision, there))[-KEPT:]
        has_effect = not self._do_orders_fail(now)
        kind: Literal["planned", "remedy"] = "remedy" if decision.kind is Kind.REMEDY else "planned"
        machine.lines.append(Ordered(now, machine.room, kind, has_effect))
        machine.order(has_effect=has_effect)
        if not has_effect:
            machine.timeline.at(now + MINUTE, lambda: self._ask_again(number))

    def _do_orders_fail(self, now: datetime) -> bool:
        """Now and then orders have no effect: for a while, some until the machine boots for another cause."""
        if self._orders_fail_until is None and self.machine.rng.random() < 0.002:
            is_short = self.machine.rng.random() < 0.7
            self._orders_fail_until = now + timedelta(minutes=15 if is_short else 100_000)
        return self._orders_fail_until is not None and now < self._orders_fail_until

    def _end(self) -> None:
        there = self.machine.timeline.now + self.machine.offset
        self._ended_at, self._orders_fail_until = there, None
        if not doubt(self._clock(), there):
            self._newest = max(there, self._newest or there)

    def _begin(self) -> None:
        machine = self.machine
        there = machine.booted_at + machine.offset
        ended = self._boot_id
        left = LEFT[machine.ended] if machine.leaves_traces else Traces(None, None, None)
        ended_at = self._ended_at if left.clean_shutdown else None
        cause = boots.cause(left, Before(ended, self._intents, self.was_hung, ended_at))
        order = boots.latest(intent for intent in self._intents if intent.boot_id == ended)
        self._is_continuous = boots.is_continuous(cause, order, there)
        self._boot_id = str(machine.boot_number)
        self._boots = (*self._boots, Boot(self._boot_id, there, cause))[-KEPT:]
        self.was_hung = False
        self.start()

    def _hear_time(self) -> None:
        """The clock is set: when this boot began is counted back from it."""
        there = self.machine.booted_at + self.machine.offset
        if self._boots and self._boots[-1].boot_id == self._boot_id:
            self._boots = (*self._boots[:-1], replace(self._boots[-1], booted_at=there))
        self._newest = self.machine.timeline.now + self.machine.offset
        self.ask()


def _terms(at: datetime, room: str, plan: RestartPlan | None, zone: str) -> Terms:
    ZoneInfo(zone)
    if plan is None:
        return Terms(at, room, zone, None)
    return Terms(
        at,
        room,
        zone,
        plan.at,
        plan.weekdays,
        plan.offset_seconds,
        plan.latest_before_opening_seconds,
        plan.exceptions,
    )
