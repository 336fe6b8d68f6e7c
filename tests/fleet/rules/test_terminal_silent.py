"""A silent terminal: the age of the last report is the proof, and one question decides whose it is."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.terminal_silent import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "presence offline last_seen=600\nneighbours site_rooms=2 site_silent=0",
        "undecided",
        True,
        "terminal_silent",
        id="silent, with neighbours that answer",
    ),
    pytest.param(
        "presence offline last_seen=600\nbooted power_cut hours_ago=3",
        "premises",
        True,
        "terminal_silent.power",
        id="silent after power cuts today",
    ),
    pytest.param(
        "presence restarting last_seen=600 back_by=120",
        "terminal",
        True,
        "terminal_silent.restart",
        id="silent after a restart it promised to end",
    ),
]
NOT_FOUND = [
    pytest.param("presence online last_seen=20", id="heard a moment ago"),
    pytest.param("presence offline last_seen=100", id="its broker connection is gone, but a report is fresh"),
    pytest.param("presence restarting last_seen=600 back_by=-60", id="away for a promised time"),
    pytest.param("presence never", id="never heard at all"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
