"""The call button gone: a safety device too, so the room is unfit."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.call_button_gone import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "call_button.present failed missing\nremoved call_button",
        "on_site",
        True,
        "call_button_gone",
        id="it is missing",
    ),
]
NOT_FOUND = [
    pytest.param("call_button.present ok", id="it is in place"),
    pytest.param("touch.present failed missing", id="the touch screen is missing"),
    pytest.param("call_button.present no_data not_in_profile", id="the room has none"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
