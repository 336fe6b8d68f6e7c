"""Tones that do not come back."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.sound_loop_cut import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "sound.loop failed cut value=-40\nmicrophone.level ok value=-55",
        "on_site",
        True,
        "sound_loop_cut",
        id="the microphone hears the room",
    ),
    pytest.param(
        "sound.loop failed cut value=-40", "on_site", True, "sound_loop_cut", id="nothing else is known"
    ),
]
NOT_FOUND = [
    pytest.param("sound.loop warning quieter value=-7", id="quieter"),
    pytest.param("sound.loop ok value=0", id="as calibrated"),
    pytest.param(
        ("sound.loop failed cut value=-40 hours_ago=9\nchanged speakers.muted failed ok hours_ago=2"),
        id="a mute that was lifted after the test",
    ),
    pytest.param("sound.loop no_data missing", id="a device missing"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
