"""The rooms of a scenario with all that goes without saying: neighbours, sites, profiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huonevahti_fleet.scenarios import times
from huonevahti_fleet.scenarios.stage import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huonevahti_fleet.scenarios.story import Written, WrittenRoom

SHIPPED_PROFILES = Path(__file__).parents[4] / "firmware-profiles"


def plans(written: Written) -> tuple[Plan, ...]:
    """Return every room: those written, then neighbours `<site>-2`, `<site>-3`... and `elsewhere-1`..."""
    return tuple(_plans(written))


def _plans(written: Written) -> Iterator[Plan]:
    scenario = written.scenario
    for room in scenario.rooms:
        yield _plan(written, room, room.slug, room.site or room.slug)
    first, neighbours = scenario.rooms[0], scenario.neighbours
    site = first.site or first.slug
    for number in range(2, 2 + neighbours.at_site):
        yield _plan(written, first, f"{site}-{number}", site)
    for number in range(1, 1 + neighbours.elsewhere):
        yield _plan(written, first, f"elsewhere-{number}", f"elsewhere-{number}")


def _plan(written: Written, room: WrittenRoom, slug: str, site: str) -> Plan:
    is_itself = slug == room.slug
    return Plan(
        slug=slug,
        site=site,
        profile=written.profiles[room.fitted_profile if is_itself else room.profile],
        hours=room.hours,
        time_zone=written.scenario.time_zone,
        stage=room.stage if is_itself else "in_service",
        microphone=room.microphone if is_itself else "analogue",
        cameras=room.cameras if is_itself else "different",
        up_seconds=times.seconds(room.up),
    )
