"""A microphone that is there, and silent."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_silent import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.level failed silent value=-120\nmicrophone.muted ok",
        "on_site",
        True,
        "microphone_silent",
        id="not even the room",
    ),
    pytest.param(
        (
            "microphone.level failed silent value=-120 hours_ago=2\n"
            "changed microphone.muted failed ok hours_ago=9"
        ),
        "on_site",
        True,
        "microphone_silent",
        id="a mute that ended before the test",
    ),
]
NOT_FOUND = [
    pytest.param(
        (
            "microphone.level failed silent value=-120 hours_ago=9\n"
            "changed microphone.muted failed ok hours_ago=2"
        ),
        id="a mute that was lifted after the test",
    ),
    pytest.param("microphone.level warning too_low value=-75", id="faint"),
    pytest.param("microphone.level ok value=-55", id="as usual"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
