"""The demo's nights: closed when nobody who has just started it looks, and restarted in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from huonevahti_fleet.demo import nights, profiles
from huonevahti_fleet.demo.registry import registry
from huonevahti_fleet.demo.rooms import PILOT, THIS_MACHINE
from huonevahti_fleet.domain.ahead import Why
from huonevahti_fleet.domain.nightly import by_place, scheduled
from huonevahti_fleet.pages._tonight import read
from huonevahti_fleet.store import open_store
from huonevahti_wire.plan.layers import conflicts

ZONE = ZoneInfo("Europe/Helsinki")
HOURS = [datetime(2026, 11, 24, hour, 59, tzinfo=ZONE) for hour in range(24)]


@pytest.mark.parametrize("now", HOURS, ids=lambda now: f"{now:%H:%M}")
def test_whenever_it_is_started_the_rooms_are_open_for_two_hours_and_restart_in_time(now: datetime) -> None:
    store, day = open_store("sqlite://"), nights.day_of(now)
    store.save_registry(registry(profiles.simulated(), profiles.this_machine(), day.hours), now)
    nights.fill(store, day, now)
    layers = by_place(store.schedules())
    hours = store.openings.hours(now)
    for state in store.rooms():
        rules, open_now = scheduled(state.room, layers), hours[state.room.slug]
        assert all(open_now.at(now + timedelta(minutes=at))[0] for at in range(0, 121, 10))
        if state.room.slug in PILOT:
            assert rules.plan is not None
            assert list(conflicts(rules.plan, open_now.periods, ZONE)) == []
        else:
            assert rules.plan is None
    tonight = {each.room.slug: each.why for each in read(store, now)}
    assert tonight == {**dict.fromkeys(PILOT), THIS_MACHINE: Why.OFF}
    written = store.nights((now - timedelta(days=40)).date())
    assert {record.room for record in written} == set(PILOT)
    assert len(written) >= 3 * (nights.NIGHTS - 1)
    assert all(record.due_at is not None and record.due_at < now for record in written)
    store.close()
