"""A room that has become noisier."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.room_noisy import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.noise_floor warning too_high value=-38 hours_ago=8\nsound.loop ok value=0",
        "premises",
        False,
        "room_noisy",
        id="since last night",
    ),
    pytest.param(
        "microphone.level warning too_high value=-38 hours_ago=6",
        "premises",
        False,
        "room_noisy",
        id="louder, without a loop",
    ),
]
NOT_FOUND = [
    pytest.param(
        "microphone.noise_floor warning too_high value=-38 hours_ago=1", id="a vacuum cleaner an hour ago"
    ),
    pytest.param(
        ("microphone.noise_floor warning too_high value=-38 hours_ago=8\nsound.loop warning louder value=15"),
        id="a hidden gain",
    ),
    pytest.param("microphone.noise_floor ok value=-58 hours_ago=8", id="as usual"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
