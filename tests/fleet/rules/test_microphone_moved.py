"""A microphone that stands elsewhere than it stood."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_moved import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "sound.loop warning quieter value=-7",
        "on_site",
        False,
        "microphone_moved",
        id="the tones are quieter",
    ),
    pytest.param(
        "sound.loop warning quieter value=-14\nmicrophone.level warning too_low value=-75",
        "on_site",
        False,
        "microphone_moved",
        id="the room is fainter too",
    ),
    pytest.param(
        "sound.loop warning louder value=6",
        "on_site",
        False,
        "microphone_moved.closer",
        id="the tones are louder",
    ),
]
NOT_FOUND = [
    pytest.param("sound.loop ok value=-1", id="as calibrated"),
    pytest.param("sound.loop warning louder value=33", id="far louder than any move makes it"),
    pytest.param(
        "sound.loop warning louder value=15\nmicrophone.level warning too_high value=-30", id="a hidden gain"
    ),
    pytest.param(
        "microphone.level warning too_low value=-75\nsound.loop ok value=0", id="a ventilation that is off"
    ),
    pytest.param(
        ("sound.loop warning quieter value=-7 hours_ago=9\nchanged speakers.volume failed ok hours_ago=2"),
        id="a volume that was set right after the test",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
