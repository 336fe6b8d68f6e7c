"""Rooms that live in virtual time: what is promised of their restarts holds, and a seed says all that happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from os import cpu_count

import pytest

from huonevahti_fleet.restarts.log import Booked, Booted, Day, Fact, Line, Ordered, Terms
from huonevahti_fleet.restarts.simulate import ROOMS_A_SITE, Asked, checked, logs, simulate, total


@pytest.mark.timeout(14_400)  # ten years of a thousand rooms in `make prove`
def test_no_room_restarts_wrongly_and_each_missed_night_is_explained(
    scaled: Callable[[int, int], int],
) -> None:
    rooms, years = scaled(100, 1000), scaled(1, 10)
    results = list(simulate(rooms, years, 1, cpu_count() or 1))
    summary = total(results)
    wrong = [each for result in results for each in result.found if each.what not in ("night", "opening")]
    assert wrong == []
    assert (summary.in_session, summary.while_open, summary.doubled, summary.unexplained) == (0, 0, 0, 0)
    assert summary.rooms == rooms
    assert summary.done_ratio >= 0.99
    assert summary.with_opportunity > 0.9 * 365 * years * rooms, (
        "that nothing restarts would not be counted as right"
    )
    assert sum(summary.missed_nights.values()) == summary.nights - summary.done
    assert sum(summary.missed_openings.values()) == round(summary.openings * (1 - summary.openings_met_ratio))
    assert not {"", "unexplained"} & {*summary.missed_nights, *summary.missed_openings}


@pytest.fixture(scope="module")
def lived() -> list[Line]:
    return [line for site in range(8) for lines in logs(Asked(site, 1, 1, 3)) for line in lines]


def test_everything_that_can_befall_a_room_befalls_one(lived: list[Line]) -> None:
    begun = {line.what for line in lived if isinstance(line, Fact)}
    assert begun >= {"session", "person", "down", "agent_down", "disk_full", "clock", "hung", "cameras"}
    assert {line.why for line in lived if isinstance(line, Booted)} == {
        "order",
        "clean",
        "power",
        "panic",
        "watchdog",
    }
    assert {line.kind for line in lived if isinstance(line, Ordered)} == {"planned", "remedy"}
    assert {line.has_effect for line in lived if isinstance(line, Ordered)} == {True, False}
    assert len({line.zone for line in lived if isinstance(line, Day)}) > 1
    assert any(isinstance(line, Booked) for line in lived)
    assert len([line for line in lived if isinstance(line, Terms)]) > 8, "schedules change"


MOVED, UNTOLD = 2, 328
"""Sites of seed 5: one that moves, one whose closure is not told in time."""


def test_a_site_is_moved_and_hours_go_untold_in_some_years() -> None:
    begun = set()
    for site in MOVED, UNTOLD:
        for lines in logs(Asked(site, 1, 1, 5)):
            begun |= {line.what for line in lines if isinstance(line, Fact)}
    assert {"moving", "untold"} <= begun


def test_the_same_seed_is_the_same_life_and_another_seed_another() -> None:
    first, again, other = (list(logs(Asked(2, ROOMS_A_SITE, 1, seed))) for seed in (4, 4, 5))
    assert first == again
    assert first != other


def test_processes_change_nothing() -> None:
    asked = [Asked(site, 1 if site else ROOMS_A_SITE, 1, 6) for site in range(2)]
    assert list(simulate(1 + ROOMS_A_SITE, 1, 6, 2)) == [result for each in asked for result in checked(each)]


def test_who_serves_need_not_load_what_simulates() -> None:
    told = (
        "import huonevahti_fleet.__main__, sys; print(any('fleet.restarts' in name for name in sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "False"
