"""The same simulated rooms with planners that are broken on purpose: the checker tells each from the real one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from huonevahti_fleet.restarts.checker import check
from huonevahti_fleet.restarts.fates import Fate, Spans
from huonevahti_fleet.restarts.life import lived
from huonevahti_fleet.restarts.places import FINNISH, Notice, Place
from huonevahti_fleet.restarts.terminal import Planner
from huonevahti_wire.plan.calendar import DAYS, Week
from huonevahti_wire.plan.clock import Clock
from huonevahti_wire.plan.guard import Situation as Room
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.plan.restart import Decision, Kind, Situation, decide

pytestmark = pytest.mark.timeout(600)  # a year of several rooms, on a machine that is busy
BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER = Spans((), ())
IN_THE_NIGHT: Week = {**dict.fromkeys(DAYS, ("11:00-24:00",)), "sun": ("00:00-03:00", "12:00-24:00")}
WEEKDAYS: Week = dict.fromkeys(DAYS[:5], ("08:00-16:00",))


def _sees_nobody(situation: Situation, now: datetime) -> Decision:
    return decide(replace(situation, room=Room(open_periods=situation.room.open_periods)), now)


def _knows_no_hours(situation: Situation, now: datetime) -> Decision:
    return decide(replace(situation, room=replace(situation.room, open_periods=())), now)


def _forgets_what_it_ordered(situation: Situation, now: datetime) -> Decision:
    """It gives an order without effect again at once, four times."""
    orders = [each for each in situation.intents if each.boot_id == situation.boot_id]
    return decide(situation if len(orders) > 3 else replace(situation, intents=()), now)


def _forgets_that_it_restarted(situation: Situation, now: datetime) -> Decision:
    orders = tuple(each for each in situation.intents if each.boot_id == situation.boot_id)
    return decide(replace(situation, intents=orders), now)


def _forgets_its_boots(situation: Situation, now: datetime) -> Decision:
    return decide(replace(situation, boots=()), now)


def _believes_every_clock(situation: Situation, now: datetime) -> Decision:
    return decide(replace(situation, clock=Clock(is_confirmed=True)), now)


def _takes_the_second_coming(situation: Situation, now: datetime) -> Decision:
    decision = decide(situation, now)
    if decision.kind is Kind.RESTART and decision.night is not None:
        shown = decision.night.due_at.astimezone(ZoneInfo(situation.time_zone))
        second = shown.replace(fold=1).astimezone(UTC)
        if shown.fold == 0 and now < second != decision.night.due_at:
            return Decision(Kind.WAIT, (), second)
    return decision


def _gives_up(situation: Situation, now: datetime) -> Decision:
    decision = decide(situation, now)
    return (
        replace(decision, until=decision.night.latest_at)
        if decision.kind is Kind.DEFERRED and decision.night
        else decision
    )


def _never_mends(situation: Situation, now: datetime) -> Decision:
    return decide(replace(situation, remedy=""), now)


def _changing_schedule() -> tuple[Notice, ...]:
    """Each month the restart is put off in the night in which it was done, by an hour and a half."""
    first = Notice(BEGINS - 2 * DAY, schedule=Schedule(at="03:30", jitter_seconds=0))
    months = [date(2026, month, 10) for month in range(1, 13)]
    nights = [datetime(day.year, day.month, day.day, 2, tzinfo=UTC) for day in months]
    later = [Notice(night, schedule=Schedule(at="05:00", jitter_seconds=0)) for night in nights]
    back = [Notice(night + 8 * HOUR, schedule=Schedule(at="03:30", jitter_seconds=0)) for night in nights]
    return tuple(sorted((first, *later, *back), key=lambda notice: notice.at))


def _fate(at: str, week: Week, *notices: Notice, deaf: Spans = NEVER, dark: Spans = NEVER) -> Fate:
    told = notices or (Notice(BEGINS - 2 * DAY, schedule=Schedule(at=at, jitter_seconds=0)),)
    return Fate(((BEGINS - DAY, Place("site", FINNISH, week, None, {}, told)),), dark, deaf, NEVER)


MONTHLY = [BEGINS + (30 * n + 3) * DAY for n in range(11)]
ORDINARY, LATE = _fate("03:30", WEEKDAYS), _fate("23:45", IN_THE_NIGHT)
CHANGING = _fate("03:30", WEEKDAYS, *_changing_schedule())
ALONE = _fate(
    "03:30", WEEKDAYS, deaf=Spans(tuple(MONTHLY), tuple(at + 9 * DAY for at in MONTHLY)),
    dark=Spans(tuple(at + DAY for at in MONTHLY), tuple(at + DAY + 3 * HOUR for at in MONTHLY)),
)  # fmt: skip
BROKEN: dict[str, tuple[Planner, Fate, tuple[str, str]]] = {
    "sees nobody": (_sees_nobody, ORDINARY, ("in_session", "planned")),
    "knows no hours": (_knows_no_hours, LATE, ("while_open", "planned")),
    "forgets that it restarted": (_forgets_that_it_restarted, CHANGING, ("doubled", "planned")),
    "forgets what it ordered": (_forgets_what_it_ordered, ORDINARY, ("unexplained", "order_without_effect")),
    "forgets its boots": (_forgets_its_boots, ORDINARY, ("unexplained", "just_booted")),
    "believes every clock": (_believes_every_clock, ALONE, ("unexplained", "clock")),
    "takes the second coming of an hour": (_takes_the_second_coming, ORDINARY, ("unexplained", "late")),
    "does not catch up": (_gives_up, ORDINARY, ("unexplained", "left_out")),
    "mends nothing": (_never_mends, ORDINARY, ("unexplained", "cameras_not_mended")),
}


def _wrongs(planner: Planner, fate: Fate, rooms: int) -> Iterator[tuple[str, str]]:
    for room in range(rooms):
        for result in check(lived(f"room-{room}", 7, fate, ENDS, planner)):
            yield from (
                (each.what, each.cause) for each in result.found if each.what not in ("night", "opening")
            )


@pytest.mark.parametrize("row", BROKEN)
def test_the_checker_finds_what_a_broken_planner_does(row: str) -> None:
    planner, fate, expected = BROKEN[row]
    assert any(found == expected for found in _wrongs(planner, fate, 12))


@pytest.mark.parametrize(
    "fate", [ORDINARY, LATE, CHANGING, ALONE], ids=["ordinary", "late", "changing", "alone"]
)
def test_in_the_same_rooms_the_real_planner_does_nothing_wrong(fate: Fate) -> None:
    assert list(_wrongs(decide, fate, 3)) == []
