"""Sound cut at its peaks, or grown louder as a whole."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_clips import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.clipping warning clipping value=0.02", "terminal", False, "microphone_clips", id="clipped"
    ),
    pytest.param(
        "microphone.level warning too_high value=-30\nsound.loop warning louder value=15",
        "terminal",
        False,
        "microphone_clips",
        id="a hidden gain",
    ),
    pytest.param(
        "sound.loop warning louder value=33",
        "terminal",
        False,
        "microphone_clips",
        id="far louder than a move makes it, in a room not learnt yet",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.clipping ok value=0", id="not clipped"),
    pytest.param("microphone.level warning too_high value=-30\nsound.loop ok value=0", id="a noisy room"),
    pytest.param("sound.loop warning louder value=6", id="a microphone closer to the speakers"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
