"""The touch screen gone."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.touch_gone import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param("touch.present failed missing", "on_site", True, "touch_gone", id="it is missing"),
]
NOT_FOUND = [
    pytest.param("touch.present ok", id="it is in place"),
    pytest.param("call_button.present failed missing", id="the call button is missing"),
    pytest.param("touch.present no_data not_permitted", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
