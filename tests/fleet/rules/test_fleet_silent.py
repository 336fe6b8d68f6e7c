"""Most of the fleet silent together: ours, and not the rooms'."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.fleet_silent import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "presence offline last_seen=600\nneighbours site_rooms=2 site_silent=2 fleet_rooms=40 fleet_silent=31",
        "fleet_server",
        False,
        "fleet_silent",
        id="most rooms of several sites are silent",
    ),
    pytest.param(
        "presence offline last_seen=600\nneighbours fleet_rooms=3 fleet_silent=2",
        "fleet_server",
        False,
        "fleet_silent",
        id="three rooms of four, each alone at its site",
    ),
]
NOT_FOUND = [
    pytest.param(
        "presence offline last_seen=600\nneighbours fleet_rooms=3 fleet_silent=1",
        id="half of the rooms answer",
    ),
    pytest.param(
        "presence offline last_seen=600\nneighbours site_rooms=2 site_silent=2 fleet_rooms=3 fleet_silent=2",
        id="all the silent ones are of one site",
    ),
    pytest.param("neighbours fleet_rooms=40 fleet_silent=31", id="this room is heard"),
    pytest.param("presence never\nneighbours fleet_rooms=40 fleet_silent=40", id="never heard"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
