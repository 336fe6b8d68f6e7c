"""The simulated machine: power taken by several sources comes back once, and boots it once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from huonevahti_fleet.restarts.fates import of_site
from huonevahti_fleet.restarts.log import Booted
from huonevahti_fleet.restarts.machine import Machine
from huonevahti_fleet.restarts.timeline import Timeline

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("taken", "given_back"),
    [(["site"], ["site", "site"]), (["site"], ["site", "plug"]), (["site", "plug"], ["plug", "site", "plug"])],
)
def test_power_that_nobody_took_cannot_be_given_back(taken: list[str], given_back: list[str]) -> None:
    timeline = Timeline(NOW)
    machine = Machine("r", of_site(0, 1, range(2026, 2027)), timeline, Random(1))
    came_up: list[datetime] = []
    machine.on_up.append(lambda: came_up.append(timeline.now))
    for source in taken:
        machine.cut(source)
    for source in given_back:
        machine.restore(source)
    timeline.run(NOW + HOUR)
    assert len(came_up) == 1
    assert sum(isinstance(line, Booted) for line in machine.lines) == 1
