"""A screen that feels a hand all the time."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.touch_stuck import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param("touch.stuck failed stuck value=600", "on_site", True, "touch_stuck", id="for minutes"),
]
NOT_FOUND = [
    pytest.param("touch.stuck ok value=0", id="it is free"),
    pytest.param("touch.present failed missing", id="it is not there"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
