"""A call button that is held down."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.call_button_stuck import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "call_button.stuck failed stuck value=900", "on_site", True, "call_button_stuck", id="for minutes"
    ),
]
NOT_FOUND = [
    pytest.param("call_button.stuck ok value=0", id="it is up"),
    pytest.param("call_button.present failed missing", id="it is not there"),
    pytest.param("call_button.stuck no_data not_permitted", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
