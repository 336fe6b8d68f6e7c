"""The microphone's level outside the profile's limits, and at nothing the room is unfit."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_level import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.volume failed too_low value=0.12", "terminal", False, "microphone_level", id="too low"
    ),
    pytest.param(
        "microphone.volume failed too_low value=0", "terminal", True, "microphone_level", id="at nothing"
    ),
    pytest.param(
        "microphone.volume failed too_high value=1.4",
        "terminal",
        False,
        "microphone_level.too_high",
        id="too high",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.volume ok value=0.5", id="right"),
    pytest.param(
        "microphone.muted failed muted\nmicrophone.volume ok value=0.5", id="muted at a right level"
    ),
    pytest.param("microphone.volume no_data missing", id="missing"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
