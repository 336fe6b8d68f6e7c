"""The schedule as people set it: the narrower layer wins and is named; what cannot be is refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire.plan.calendar import DAYS, Calendar, expand
from huonevahti_wire.plan.civil import BadValue
from huonevahti_wire.plan.layers import (
    DEFAULT,
    Schedule,
    check_in_time,
    checked,
    conflicts,
    offset_seconds,
    plan_for,
    resolve,
)  # fmt: skip
from huonevahti_wire.schedule import RestartPlan

HELSINKI = ZoneInfo("Europe/Helsinki")
EVE = date(2026, 12, 24)
WEEKDAYS = Calendar(weekly=dict.fromkeys(DAYS[:5], ("09:00-15:00",)))


def test_where_nobody_said_anything_what_is_shipped_holds() -> None:
    resolved = resolve({})
    assert resolved.schedule == DEFAULT
    assert set(resolved.won.values()) == {"shipped"}


def test_the_narrower_layer_wins_field_by_field_and_is_named() -> None:
    resolved = resolve({
        "room": Schedule(at="04:15", exceptions={EVE: "off"}),
        "all": Schedule(at="03:00", jitter_seconds=600, exceptions={EVE: "02:00", date(2026, 12, 31): "off"}),
        "site": Schedule(days=("mon",), at="02:45"),
    })  # fmt: skip
    assert resolved.schedule.at == "04:15"
    assert resolved.schedule.exceptions == {EVE: "off", date(2026, 12, 31): "off"}
    assert resolved.won == {
        "is_off": "shipped", "at": "room", "days": "site", "latest_before_opening_seconds": "shipped",
        "ready_before_opening_seconds": "shipped", "jitter_seconds": "all",
        "exceptions.2026-12-24": "room", "exceptions.2026-12-31": "all",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("layers", "is_off"),
    [
        ({"all": Schedule(is_off=True)}, True),
        ({"all": Schedule(is_off=True), "room": Schedule(is_off=False)}, False),
        ({"site": Schedule(is_off=True), "room": Schedule(at="04:00")}, True),
    ],
    ids=["off for all", "on for one room", "a time does not switch it on"],
)
def test_restarts_are_switched_off_and_on_by_layer(layers: dict[str, Schedule], is_off: bool) -> None:
    assert (plan_for(resolve(layers), "imatra") is None) is is_off


def test_a_terminal_is_told_what_was_resolved() -> None:
    layers = {
        "all": Schedule(
            at="3.45".rjust(5, "0"), days=("sat", "mon"), jitter_seconds=0, exceptions={EVE: "04.00"}
        )
    }
    assert plan_for(resolve(layers), "imatra") == RestartPlan(
        at="03:45", weekdays=(0, 5), exceptions={EVE: "04:00"}
    )


@given(st.text(min_size=1, max_size=20), st.integers(0, 14_400))
def test_a_site_begins_at_the_same_moment_each_night_and_within_the_jitter(
    site: str, jitter_seconds: int
) -> None:
    offset = offset_seconds(site, jitter_seconds)
    assert 0 <= offset <= jitter_seconds
    assert offset == offset_seconds(site, jitter_seconds)


def test_sites_are_spread_evenly() -> None:
    offsets = [offset_seconds(f"site-{n}", 1800) for n in range(1000)]
    quarters = [sum(n * 450 <= offset < (n + 1) * 450 for offset in offsets) for n in range(4)]
    assert all(200 < quarter < 300 for quarter in quarters)


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no such time": ({"at": "25:00"}, "site.at", "found '25:00', expected a time of the day such as 03:30"),
    "no time": ({"at": "night"}, "site.at", "found 'night'"),
    "minutes": ({"at": "03:60"}, "site.at", "found '03:60'"),
    "no day": ({"days": ()}, "site.days", "is_off switches restarts off"),
    "no such day": ({"days": ("mo",)}, "site.days", "found 'mo', expected some of mon"),
    "latest too near": ({"latest_before_opening_seconds": 60}, "site.latest_before_opening_seconds", "900 to 43200"),
    "judged too late": ({"ready_before_opening_seconds": 600}, "site.ready_before_opening_seconds", "900 to 14400"),
    "jitter": ({"jitter_seconds": -1}, "site.jitter_seconds", "found -1"),
    "exception": ({"exceptions": {EVE: "never"}}, "site.exceptions.2026-12-24", "found 'never'"),
}  # fmt: skip


@pytest.mark.parametrize("row", BAD)
def test_a_schedule_that_cannot_be_is_refused_with_the_place_and_what_was_expected(row: str) -> None:
    values, where, told = BAD[row]
    with pytest.raises(BadValue) as refused:
        checked("site", Schedule(**values))
    assert refused.value.where == where
    assert told in str(refused.value)
    assert checked("all", DEFAULT) is DEFAULT


def _plan(at: str, latest_seconds: float = 3600.0, **exceptions: str) -> RestartPlan:
    return RestartPlan(
        at=at, latest_before_opening_seconds=latest_seconds,
        exceptions={date.fromisoformat(day[1:].replace("_", "-")): told for day, told in exceptions.items()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (_plan("03:30"), None),
        (_plan("08:00"), None),
        (_plan("08:01"), "after_latest_by"),
        (_plan("09:00"), "while_open"),
        (_plan("14:59"), "while_open"),
        (_plan("15:00"), None),
        (_plan("03:30", 21_600.0), "after_latest_by"),
        (_plan("03:30", _2026_11_25="09:10"), "while_open"),
    ],
)
def test_a_restart_that_cannot_be_in_time_is_refused_with_its_first_day(
    plan: RestartPlan, reason: str | None
) -> None:
    periods = expand(WEEKDAYS, {}, HELSINKI, date(2026, 11, 23))
    found = next(iter(conflicts(plan, periods, HELSINKI)), None)
    assert (found.reason if found else None) == reason
    if reason is None:
        check_in_time("all", plan, periods, HELSINKI)
        return
    with pytest.raises(
        BadValue, match=r"all\.at: found a restart at .* expected one by \d+ minutes before the opening"
    ):
        check_in_time("all", plan, periods, HELSINKI)


def test_hours_that_nobody_told_conflict_with_nothing() -> None:
    assert list(conflicts(_plan("12:00"), (), HELSINKI)) == []
