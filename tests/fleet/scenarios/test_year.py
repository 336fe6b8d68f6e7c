"""In healthy rooms nothing opens: two weeks of five rooms always, a year of a hundred at full count."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from huonevahti_fleet.scenarios import year
from huonevahti_fleet.scenarios.command import in_processes


@pytest.mark.timeout(7200)
def test_no_incident_opens_where_nothing_is_wrong(scaled: Callable[[int, int], int]) -> None:
    rooms, days = scaled(5, 100), scaled(14, 365)
    processes = scaled(1, os.cpu_count() or 1)
    passed = year.joined(in_processes(year.passed, year.parts(rooms, days, 7, processes), processes))
    assert (passed.rooms, passed.days, passed.false_incidents) == (rooms, days, ())
    assert passed.reports > 20 * rooms * days, "they were heard all the time"


def test_every_room_lives_in_exactly_one_part() -> None:
    for processes in (1, 2, 3, 7):
        parts = year.parts(100, 365, 1, processes)
        assert [n for part in parts for n in range(part.first, part.first + part.rooms)] == list(range(100))
        assert len(parts) <= processes
