"""The promise in numbers: each opening counts once, in the month of its own clock on the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.promises import Cured, Kept, cured, kept, share
from huonevahti_fleet.domain.rooms import Room, Site
from tests.fakes.fleet import PROFILE

NOW = datetime(2026, 12, 24, 12, tzinfo=UTC)
HOUSE, FAR = Site("talo", {}, "dvv"), Site("far", {}, "dvv", "America/New_York")
PLACES = {"a": HOUSE, "b": HOUSE, "c": FAR}
ROOMS = tuple(Room(slug, {}, site, "in_service", slug, PROFILE) for slug, site in PLACES.items())
MIDNIGHT = datetime(2026, 11, 30, 23, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _opening(room: str, opens_at: datetime, *, is_ready: bool = True) -> ReadinessRecord:
    return ReadinessRecord(room, opens_at, opens_at - 45 * MINUTE, is_ready)


def test_openings_are_counted_by_site_and_by_the_month_of_its_zone() -> None:
    found = kept(
        (
            _opening("a", MIDNIGHT), _opening("b", MIDNIGHT, is_ready=False), _opening("c", MIDNIGHT),
            _opening("a", MIDNIGHT - timedelta(days=1)), _opening("gone", MIDNIGHT), _opening("a", NOW + MINUTE),
        ),
        ROOMS, NOW,
    )  # fmt: skip
    november, december = date(2026, 11, 1), date(2026, 12, 1)
    assert found == (Kept("far", november, 1, 1), Kept("talo", november, 1, 1), Kept("talo", december, 2, 1))
    assert found[-1].share == 0.5
    assert share(found) == 0.75
    assert share(()) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 90 * 24), st.booleans()), max_size=40))
def test_no_opening_is_lost_or_counted_twice(told: list[tuple[str, int, bool]]) -> None:
    records = [_opening(room, NOW - timedelta(hours=hours), is_ready=ready) for room, hours, ready in told]
    found = kept(records, ROOMS, NOW)
    assert sum(each.openings for each in found) == len(told)
    assert sum(each.ready for each in found) == sum(ready for _, _, ready in told)


DUE = datetime(2026, 12, 24, 1, 30, tzinfo=UTC)
NIGHT = NightRecord("a", DUE.date(), Outcome.DONE, (), DUE, DUE, DUE + MINUTE, DUE + 3 * MINUTE)


def _samples(*pairs: tuple[float, float]) -> list[tuple[datetime, float]]:
    return [(DUE + minutes * MINUTE, value) for minutes, value in pairs]


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        ([NIGHT], Cured("machine.memory", 0.75, 0.25, 1)),
        ([NIGHT, replace(NIGHT, room="b")], Cured("machine.memory", 0.5, 0.1875, 2)),
        ([replace(NIGHT, outcome=Outcome.FAILED)], None),
        ([replace(NIGHT, back_at=None)], None),
        ([replace(NIGHT, room="c")], None),
        ([], None),
    ],
    ids=["one", "the mean of the rooms", "failed", "not back", "no sample after it", "none"],
)
def test_what_a_restart_cures_is_the_hour_after_it_beside_the_hour_before(
    nights: list[NightRecord], expected: Cured | None
) -> None:
    samples = {
        "a": _samples((-60, 0.1), (-30, 0.5), (0.5, 1.0), (2, 0.99), (3, 0.25), (62, 0.25), (63, 0.9)),
        "b": _samples((-10, 0.25), (10, 0.125)),
        "c": _samples((-10, 0.5)),
    }
    assert cured("machine.memory", nights, samples) == expected
