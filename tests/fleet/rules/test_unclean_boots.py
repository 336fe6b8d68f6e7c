"""A machine that goes down without a shutdown, again and again."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.unclean_boots import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "booted power_cut hours_ago=20\nbooted power_cut hours_ago=2",
        "premises",
        False,
        "unclean_boots",
        id="two power cuts in a day",
    ),
    pytest.param(
        "booted panic hours_ago=20\nbooted watchdog hours_ago=2",
        "terminal",
        False,
        "unclean_boots.crash",
        id="two crashes in a day",
    ),
    pytest.param(
        "booted hung hours_ago=20\nbooted hung hours_ago=2",
        "terminal",
        False,
        "unclean_boots.crash",
        id="twice hung until somebody pulled the plug",
    ),
]
NOT_FOUND = [
    pytest.param("boot.cause warning value=power_cut\nbooted power_cut", id="one power cut"),
    pytest.param("booted ours hours_ago=20\nbooted remedy hours_ago=2", id="two planned restarts"),
    pytest.param("booted unknown hours_ago=20\nbooted unknown hours_ago=2", id="a cause that is not known"),
    pytest.param("", id="no boot at all"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
