"""The checker by itself: logs written by hand, right ones and each of the wrongs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec
import pytest

from huonevahti_fleet.restarts.checker import Checked, check
from huonevahti_fleet.restarts.facts import BadOrder
from huonevahti_fleet.restarts.log import (
    Booked,
    Booted,
    Day,
    Fact,
    Kind,
    Line,
    Lived,
    Ordered,
    SetRight,
    Terms,
    What,
    Why,
)

ROOM, HELSINKI = "r", "Europe/Helsinki"
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIRST, LAST = date(2026, 11, 20), date(2026, 11, 26)
TERMS = Terms(
    datetime(2026, 11, 19, 12, tzinfo=UTC), ROOM, HELSINKI, "03:30", (0, 1, 2, 3, 4, 5, 6), 0.0, 3600.0
)
DUE = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""03:30 in Helsinki on a Tuesday; the place opens at 08:00, so that its restart begins before 05:00 UTC."""

CLOSED_AT = datetime(2026, 11, 24, 14, tzinfo=UTC)


def _restart(
    at: datetime,
    kind: Kind = "planned",
    why: Why = "order",
    *,
    can_tell: bool = True,
    takes: timedelta = 2 * MINUTE,
) -> list[Line]:
    ordered: list[Line] = [Ordered(at, ROOM, kind)] if why == "order" else []
    booted = Booted(at + 40 * SECOND, ROOM, why, can_tell)
    return [*ordered, Fact(at, ROOM, "down", True), booted, Fact(at + takes, ROOM, "down", False)]


def _lasts(what: What, begins: datetime, ends: datetime) -> list[Line]:
    return [Fact(begins, ROOM, what, True), Fact(ends, ROOM, what, False)]


def _vain(at: datetime) -> list[Line]:
    return [Ordered(at, ROOM, "planned", has_effect=False)]


def _flaps() -> list[Line]:
    """Three boots after power cuts, 50, 40 and 30 minutes before the restart is due."""
    return [line for n in (50, 40, 30) for line in _restart(DUE - n * MINUTE, why="power")]


def _mended_before_the_daily_one() -> list[Line]:
    at = CLOSED_AT + 2 * HOUR
    mended = Fact(at + SECOND, ROOM, "cameras", False)
    return [Fact(at - HOUR, ROOM, "cameras", True), *_restart(at, "remedy"), mended]


def _days(first: date = FIRST, last: date = LAST, stretch: str = "08:00-16:00") -> list[Line]:
    dates = [first + n * DAY for n in range((last - first).days + 1)]
    return [
        Day(datetime(d.year, d.month, d.day, tzinfo=UTC) - 2 * HOUR, ROOM, d, HELSINKI, (stretch,))
        for d in dates
    ]


def _nights(but: Iterable[int] = ()) -> list[Line]:
    """The restarts of each night, but for some, by the day of November."""
    return [line for n in range(-4, 3) if 24 + n not in but for line in _restart(DUE + n * DAY)]


def _checked(*parts: Iterable[Line]) -> Checked:
    lines = [TERMS, *(line for part in parts for line in part), Lived(DUE + 3 * DAY, ROOM)]
    (found,) = check(sorted(lines, key=lambda line: line.at))
    return found


def _told(found: Checked) -> set[tuple[str, str]]:
    return {(each.what, each.cause) for each in found.found}


def test_a_week_as_it_should_be_has_nothing_wrong() -> None:
    found = _checked(_days(), _nights())
    assert (found.nights, found.with_opportunity, found.done_with_opportunity, found.done) == (7, 7, 7, 7)
    assert (found.openings, found.openings_met, found.found) == (6, 6, ())


RIGHT: dict[str, tuple[list[Line], set[tuple[str, str]]]] = {
    "held by a session, then caught up": (
        [*_nights({24}), *_lasts("session", DUE - HOUR, DUE + HOUR), *_restart(DUE + 70 * MINUTE)], set()),
    "held by a session until the latest": (
        [*_nights({24}), *_lasts("session", DUE - HOUR, DUE + 205 * MINUTE)], {("night", "session")}),
    "power came back in the night": (
        [*_nights({24}), *_lasts("down", DUE - HOUR, DUE + 3 * MINUTE), Booted(DUE + MINUTE, ROOM, "power")], set()),
    "no agent all night": ([*_nights({24}), *_lasts("agent_down", DUE - HOUR, DUE + 4 * HOUR)],
                           {("night", "agent_down")}),
    "a clock in doubt all night": ([*_nights({24}), *_lasts("clock", DUE - HOUR, DUE + 4 * HOUR)],
                                   {("night", "clock")}),
    "hours that it was not told": ([*_nights({24}), *_lasts("untold", DUE - HOUR, DUE + 4 * HOUR)],
                                   {("night", "untold")}),
    "mended by a remedy boot": (
        [*_nights(), Fact(DUE + 3 * MINUTE, ROOM, "cameras", True), *_restart(DUE + 20 * MINUTE, "remedy"),
         Fact(DUE + 21 * MINUTE, ROOM, "cameras", False)], set()),
    "mended by a remedy boot before an opening that is none, as it was not told": (
        [*_nights(), *_lasts("untold", CLOSED_AT, CLOSED_AT + DAY), *_mended_before_the_daily_one()], set()),
    "hung, and restarted half an hour later": (
        [*_nights({24}), Fact(DUE, ROOM, "hung", True), *_restart(DUE + 30 * MINUTE),
         Fact(DUE + 30 * MINUTE + SECOND, ROOM, "hung", False)], set()),
    "an order without effect, given again": (
        [*_nights({24}), *_vain(DUE), *_restart(DUE + 10 * MINUTE)], set()),
    "flaps, and then restarted": (
        [*_nights({24}), *_flaps(), *_restart(DUE + 11 * MINUTE)], set()),
    "three boots, of which it does not know one": (
        [*_nights(), *_restart(DUE - 65 * MINUTE, why="power", can_tell=False),
         *_lasts("down", DUE - 40 * MINUTE, DUE - 34 * MINUTE), *(
            Booted(DUE - n * MINUTE, ROOM, "power", can_tell=False) for n in (39, 36))], set()),
    "many boots, of which it dates the first by a wrong clock": (
        [*_flaps(), *_lasts("clock", DUE - 50 * MINUTE + 40 * SECOND, DUE - 35 * MINUTE), *_nights()], set()),
    "down at an opening": ([*_nights(), *_lasts("down", DUE + 4 * HOUR, DUE + 5 * HOUR)], {("opening", "down")}),
    "down from its restart on": (
        [*_nights({24}), Ordered(DUE, ROOM, "planned"), *_lasts("down", DUE, DUE + 5 * HOUR)],
        {("night", "not_back"), ("opening", "down")}),
}  # fmt: skip


@pytest.mark.parametrize("row", RIGHT)
def test_what_the_rules_explain_is_not_wrong(row: str) -> None:
    happened, expected = RIGHT[row]
    assert _told(_checked(_days(), happened)) == expected


LOOPED: list[Line] = [
    line for n in (55, 35, 12) for line in _restart(DUE - n * MINUTE, why="clean", can_tell=False)
]  # fmt: skip
WRONG: dict[str, tuple[list[Line], set[tuple[str, str]]]] = {
    "in a session": ([*_lasts("session", DUE - HOUR, DUE + SECOND), *_nights()], {("in_session", "planned")}),
    "in a session that it ends": (
        [Fact(DUE - HOUR, ROOM, "session", True), *_nights(), Fact(DUE, ROOM, "session", False)],
        {("in_session", "planned")}),
    "while open": (
        [Day(DUE - 4 * HOUR, ROOM, date(2026, 11, 24), HELSINKI, ("03:00-03:40",)), *_nights()],
        {("while_open", "planned"), ("unexplained", "not_due")}),
    "twice on a local date": ([*_nights(), *_restart(DUE + HOUR)], {("doubled", "planned")}),
    "twice on a local date, the hour before its midnight": (
        [*_nights(), *_restart(datetime(2026, 11, 24, 21, tzinfo=UTC))],
        {("doubled", "planned"), ("unexplained", "not_due")}),
    "with no reason": ([*_nights({24}), *_restart(DUE + 14 * HOUR)],
                       {("unexplained", "not_due"), ("unexplained", "left_out"), ("night", "unexplained")}),
    "before it is due": ([*_nights({24}), *_restart(DUE - 3 * MINUTE)],
                         {("unexplained", "not_due"), ("night", "once_a_day")}),
    "after the power came back": ([*_nights({24}), *_restart(DUE + MINUTE, why="power"), *_restart(DUE + 20 * MINUTE)],
                                  {("unexplained", "done_already")}),
    "an hour late": ([*_nights({24}), *_restart(DUE + HOUR)], {("unexplained", "late")}),
    "after the latest": ([*_nights({24}), *_lasts("session", DUE - HOUR, DUE + 200 * MINUTE),
                          *_restart(DUE + 213 * MINUTE)], {("unexplained", "not_due")}),
    "left out": (_nights({24}), {("unexplained", "left_out"), ("night", "unexplained")}),
    "left out, though it was held for a while": ([*_nights({24}), *_lasts("session", DUE - HOUR, DUE + HOUR)],
                                                 {("unexplained", "left_out"), ("night", "unexplained")}),
    "soon after a session": ([*_lasts("session", DUE - HOUR, DUE - 5 * MINUTE), *_nights()],
                             {("unexplained", "session")}),
    "under a hand": ([*_lasts("person", DUE - HOUR, DUE - 5 * MINUTE), *_nights()], {("unexplained", "person")}),
    "shortly before a booking": ([Booked(DUE - DAY, ROOM, DUE + 10 * MINUTE, DUE + HOUR), *_nights()],
                                 {("unexplained", "booking")}),
    "what may be a call": ([Fact(DUE - 20 * MINUTE, ROOM, "hung", True), *_nights(),
                            Fact(DUE + SECOND, ROOM, "hung", False)], {("unexplained", "hung")}),
    "by a clock in doubt": ([*_lasts("clock", DUE - HOUR, DUE + HOUR), *_nights()], {("unexplained", "clock")}),
    "with nothing written": ([*_lasts("disk_full", DUE - HOUR, DUE + HOUR), *_nights()],
                             {("unexplained", "disk_full")}),
    "just booted": ([*_restart(DUE - 5 * MINUTE, why="power"), *_nights()], {("unexplained", "just_booted")}),
    "many boots": ([*_flaps(), *_nights()], {("unexplained", "many_boots")}),
    "many boots, the clock set right on the first": (
        [*_flaps(), *_lasts("clock", DUE - 50 * MINUTE + 40 * SECOND, DUE - 45 * MINUTE), *_nights()],
        {("unexplained", "many_boots")}),
    "in a loop": ([*_nights({24}), *LOOPED, *_restart(DUE + HOUR)], {("unexplained", "loop")}),
    "a fourth order": ([*_nights({24}), *(line for n in (0, 10, 20) for line in _vain(DUE + n * MINUTE)),
                        *_restart(DUE + 30 * MINUTE)], {("unexplained", "order_without_effect")}),
    "an order again at once": ([*_nights({24}), *_vain(DUE), *_restart(DUE + 5 * MINUTE)],
                               {("unexplained", "order_without_effect")}),
    "nothing to mend": ([*_nights(), *_restart(DUE + HOUR, "remedy")], {("unexplained", "nothing_to_mend")}),
    "mended though the daily one comes": (
        [*_mended_before_the_daily_one(), *_nights()], {("unexplained", "planned_comes")}),
    "mended twice in a night": (
        [*_nights(), Fact(DUE + 3 * MINUTE, ROOM, "cameras", True), *_restart(DUE + 20 * MINUTE, "remedy"),
         *_restart(DUE + 2 * HOUR, "remedy"), Fact(DUE + 121 * MINUTE, ROOM, "cameras", False)],
        {("doubled", "remedy")}),
    "not mended": ([*_nights(), *_lasts("cameras", DUE + 3 * MINUTE, DUE + 5 * HOUR)],
                   {("opening", "cameras"), ("unexplained", "cameras_not_mended")}),
    "an opening missed": ([*_nights(), *_restart(DUE + 4 * HOUR, why="clean", takes=HOUR)], {("opening", "down")}),
}  # fmt: skip


@pytest.mark.parametrize("row", WRONG)
def test_each_wrong_is_found(row: str) -> None:
    happened, expected = WRONG[row]
    assert _told(_checked(_days(), happened)) == expected


def test_a_loop_that_a_person_set_right_holds_nothing() -> None:
    set_right: list[Line] = [SetRight(DUE + 50 * MINUTE, ROOM)]
    found = _checked(_days(), _nights({24}), LOOPED, set_right, _restart(DUE + 51 * MINUTE))
    assert _told(found) == set()


def test_a_log_that_breaks_off_while_the_machine_is_down_is_checked_as_far_as_it_goes() -> None:
    cut: list[Line] = [Fact(DUE, ROOM, "down", True), Booted(DUE + MINUTE, ROOM, "power")]
    (found,) = check([TERMS, *_days(last=date(2026, 11, 23)), *cut])
    assert found.nights == 0


LEFT_AT, CAME_AT = DUE + 4 * HOUR + 15 * MINUTE, DUE + 10 * HOUR
KOLKATA: list[Line] = [
    *_lasts("moving", LEFT_AT, CAME_AT),
    *_lasts("down", LEFT_AT, CAME_AT),
    *(
        Day(max(DUE + n * DAY, CAME_AT), ROOM, DUE.date() + n * DAY, "Asia/Kolkata", ("06:30-22:00",))
        for n in range(4)
    ),
    msgspec.structs.replace(TERMS, at=CAME_AT, zone="Asia/Kolkata"),
    *(line for n in range(3) for line in _restart(datetime(2026, 11, 24 + n, 22, tzinfo=UTC))),
]
"""Moved an hour before it opens, to where the same date had been open since half an hour before the night's restart."""


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        (_restart(DUE), set()),
        (
            [*_lasts("session", DUE - HOUR, DUE + 200 * MINUTE), *_restart(DUE + 225 * MINUTE)],
            {("unexplained", "not_due"), ("night", "session")},
        ),
    ],
    ids=["in the night", "after the latest before the opening that it left"],
)
def test_until_it_moves_the_hours_of_the_place_it_leaves_count(
    night: list[Line], expected: set[tuple[str, str]]
) -> None:
    before = _nights({24, 25, 26})
    found = _checked(_days(last=DUE.date()), before, night, KOLKATA)
    assert _told(found) == {*expected, ("opening", "moving")}


OCTOBER = [
    Terms(datetime(2026, 10, 24, 12, tzinfo=UTC), ROOM, HELSINKI, "03:30", (6,), 0.0, 3600.0),
    *_days(date(2026, 10, 24), date(2026, 10, 26)),
]
FIRST_COMING = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("restarts", "expected"),
    [
        (_restart(FIRST_COMING), set()),
        (_restart(FIRST_COMING + HOUR), {("unexplained", "late")}),
        ([*_restart(FIRST_COMING), *_restart(FIRST_COMING + HOUR)], {("doubled", "planned")}),
    ],
    ids=["the first coming", "the second coming", "both comings"],
)  # fmt: skip
def test_of_an_hour_that_comes_twice_the_first_is_the_one(
    restarts: list[Line], expected: set[tuple[str, str]]
) -> None:
    lines = sorted([*OCTOBER, *restarts, Lived(FIRST_COMING + DAY, ROOM)], key=lambda line: line.at)
    assert [_told(found) for found in check(lines)] == [expected]


@pytest.mark.parametrize(
    ("hour", "expected"), [(1, set()), (0, {("unexplained", "not_due"), ("night", "once_a_day")})]
)  # fmt: skip
def test_a_time_that_the_clocks_skip_is_moved_on(hour: int, expected: set[tuple[str, str]]) -> None:
    told_at = datetime(2026, 3, 28, 12, tzinfo=UTC)
    terms = Terms(told_at, ROOM, HELSINKI, "03:30", (6,), 0.0, 3600.0)
    restart = _restart(datetime(2026, 3, 29, hour, 30, tzinfo=UTC))
    (found,) = check([terms, *restart, Lived(told_at + 3 * DAY, ROOM)])
    assert _told(found) == expected


@pytest.mark.parametrize("broken", ["order of time", "ends what had not begun", "begins what lasts already"])
def test_a_log_that_cannot_have_happened_is_refused(
    broken: Literal["order of time", "ends what had not begun", "begins what lasts already"],
) -> None:
    begun, ended = _lasts("session", DUE, DUE + HOUR)
    lines = {
        "order of time": [ended, begun],
        "ends what had not begun": [ended],
        "begins what lasts already": [begun, begun],
    }[broken]
    with pytest.raises(BadOrder, match=broken if broken != "order of time" else "had not begun"):
        list(check(lines))
    if broken == "order of time":
        with pytest.raises(BadOrder, match=broken):
            list(check([begun, Lived(DUE - HOUR, ROOM)]))
