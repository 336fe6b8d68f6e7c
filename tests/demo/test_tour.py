"""The tour: five minutes, every lever it pulls it mends, and each caption has its words."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from huonevahti_agent.simulated import LEVERS, RealTime, World
from huonevahti_fleet.demo import profiles, tour
from huonevahti_fleet.demo.console import Console
from huonevahti_fleet.demo.levers import BY_SLUG, delay


def _console() -> tuple[Console, World]:
    profile = profiles.simulated()
    world = World(1, RealTime(datetime(2026, 11, 23, 8, tzinfo=UTC)), profile)
    return Console({slug: world.room(slug) for slug in ("imatra", "nurmes", "porvoo")}, profile), world


def test_the_week_takes_five_minutes_and_leaves_every_room_as_it_was() -> None:
    console, world = _console()
    said: list[str] = []
    tour.play(console, threading.Event(), 10_000.0, said.append)
    assert said == [step.caption for step in tour.STEPS]
    assert console.caption == "end"
    assert 290 <= tour.STEPS[-1].at_seconds <= 300
    for slug in console.rooms:
        assert not [name for name, lever in LEVERS.items() if lever.is_pulled(world.room(slug))]


def test_each_trouble_lasts_well_beyond_its_stated_time() -> None:
    pulled: dict[tuple[str, str], float] = {}
    for step in tour.STEPS:
        if step.lever and step.action == "pull":
            pulled[step.room, step.lever] = step.at_seconds
        elif step.lever:
            lasted = step.at_seconds - pulled.pop((step.room, step.lever))
            assert lasted >= delay(BY_SLUG[step.lever], profiles.simulated()).seconds + 8, step
    assert pulled == {}


def test_a_tour_that_is_ended_stops_at_once() -> None:
    console, _ = _console()
    ended = threading.Event()
    ended.set()
    tour.play(console, ended, 1.0, str)
    assert console.caption == ""


def test_a_room_that_somebody_else_plays_with_does_not_stop_the_tour() -> None:
    console, _ = _console()
    console.move("imatra", "cut_power", "pull")
    said: list[str] = []
    tour.play(console, threading.Event(), 10_000.0, said.append)
    assert said[-1] == "end"
