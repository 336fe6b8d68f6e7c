"""The demo's nights: rooms that close for three hours, restart in them, and have a month of nights behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from huonevahti_fleet.demo.rooms import PILOT, THIS_MACHINE
from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.registry import WEEKDAYS, HoursPlan
from huonevahti_fleet.store import Batch, Store
from huonevahti_wire.plan.civil import instant
from huonevahti_wire.plan.layers import Schedule

ZONE = ZoneInfo("Europe/Helsinki")
NIGHTS = 30
_NIGHT, _NOON = (time(2), time(5)), (time(12), time(15))
_TOLD = "Demo"
_STORIES = {
    0: (Outcome.LATE, ("back_late",), False, ("camera.order",)),
    1: (Outcome.SKIPPED, ("media",), True, ()),
    2: (Outcome.FAILED, ("not_back",), False, ("nobody_told",)),
}
"""By a number drawn for each night: what came of it and why, whether the room was ready and why not; else all well."""


@dataclass(frozen=True, slots=True)
class Day:
    """When the rooms are closed, and when they restart."""

    closes: time
    opens: time

    @property
    def hours(self) -> HoursPlan:
        """Open all day but for the closed stretch."""
        stretches = f"00:00-{self.closes:%H:%M}", f"{self.opens:%H:%M}-24:00"
        return HoursPlan(weekly=dict.fromkeys(WEEKDAYS, stretches), holidays="")

    @property
    def restart(self) -> time:
        """Soon after closing, at a time that exists on the nights of the clock changes too."""
        return time(self.closes.hour, 15)


def day_of(now: datetime) -> Day:
    """Return a closed stretch that does not begin within two hours: at night, or at noon for who starts at night."""
    return Day(*(_NIGHT if now.astimezone(ZONE).hour >= 6 else _NOON))


def fill(store: Store, day: Day, now: datetime) -> None:
    """Set the schedule, and write a month of nights and openings down."""
    store.set_schedule("all", "", Schedule(at=f"{day.restart:%H:%M}", jitter_seconds=900), _TOLD, now)
    store.set_schedule("room", THIS_MACHINE, Schedule(is_off=True), _TOLD, now)
    batch, today = Batch(store.load_fleet(now), now), now.astimezone(ZONE).date()
    for room in PILOT:
        for back in range(NIGHTS):
            _write(batch, room, today - timedelta(days=back), day)
    store.commit(batch)


def _write(batch: Batch, room: str, on: date, day: Day) -> None:
    due_at, opens_at = (instant(on, at, ZONE) for at in (day.restart, day.opens))
    if opens_at > batch.now:
        return
    well = Outcome.DONE, (), True, ()
    outcome, reasons, is_ready, why = _STORIES.get(Random(f"{room} {on}").randrange(40), well)
    ordered_at = None if outcome is Outcome.SKIPPED else due_at
    back_at = due_at + timedelta(minutes=2) if outcome in (Outcome.DONE, Outcome.LATE) else None
    latest_at, judged_at = opens_at - timedelta(hours=1), opens_at - timedelta(minutes=45)
    batch.night(NightRecord(room, on, outcome, reasons, due_at, latest_at, ordered_at, back_at))
    batch.readiness(ReadinessRecord(room, opens_at, judged_at, is_ready, why))
