"""The demo's registry: four rooms, each at a site and with a terminal of its own, open at any hour of any day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huonevahti_fleet.demo import profiles
from huonevahti_fleet.demo.registry import registry
from huonevahti_fleet.domain.registry import expand
from huonevahti_wire.plan.hours import is_open

REGISTRY = registry(profiles.simulated(), profiles.this_machine())


def test_each_room_has_a_site_and_a_terminal_of_its_own() -> None:
    rooms = [(room.slug, room.site, room.terminal, room.stage) for room in REGISTRY.rooms]
    assert rooms == [(slug, slug, slug, "in_service") for slug in ("imatra", "nurmes", "porvoo", "tama-kone")]
    assert all(set(room.name) == {"fi", "sv", "en"} for room in REGISTRY.rooms)


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_a_room_is_open_on_an_ordinary_night_and_on_independence_day(hour: int) -> None:
    for day in (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 6, tzinfo=UTC)):
        now = day + timedelta(hours=hour)
        assert all(is_open(expand(site.hours, site.time_zone, now).periods, now) for site in REGISTRY.sites)


def test_the_demo_does_not_even_close_for_the_last_minute_of_a_day() -> None:
    midnight = datetime(2026, 11, 23, 22, tzinfo=UTC)  # in Helsinki
    for seconds in (-60, -1, 0, 1):
        now = midnight + timedelta(seconds=seconds)
        assert {expand(site.hours, site.time_zone, now).at(now) for site in REGISTRY.sites} == {
            (True, None, None)
        }
