"""A silent site: every room of it at once, which a lone room cannot show."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.site_silent import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "presence offline last_seen=600\nneighbours site_rooms=2 site_silent=2 fleet_rooms=40 fleet_silent=2",
        "room_network",
        True,
        "site_silent",
        id="every room of the site is silent",
    ),
    pytest.param(
        "presence offline last_seen=600\nbooted power_cut hours_ago=3\nneighbours site_rooms=1 site_silent=1",
        "premises",
        True,
        "site_silent.power",
        id="every room is silent and its power failed today",
    ),
]
NOT_FOUND = [
    pytest.param(
        "presence offline last_seen=600\nneighbours site_rooms=2 site_silent=1", id="a neighbour answers"
    ),
    pytest.param(
        "presence offline last_seen=600\nneighbours site_rooms=0 site_silent=0 fleet_rooms=3",
        id="the site has no other room",
    ),
    pytest.param(
        "neighbours site_rooms=2 site_silent=2", id="this room is heard while the others are silent"
    ),
    pytest.param("presence never\nneighbours site_rooms=2 site_silent=2", id="never heard"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
