"""A call button nobody has pressed for long."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.call_button_untested import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "call_button.last_press warning not_pressed value=12",
        "on_site",
        False,
        "call_button_untested",
        id="twelve days",
    ),
    pytest.param(
        "call_button.last_press warning never_pressed value=8",
        "on_site",
        False,
        "call_button_untested",
        id="never yet",
    ),
]
NOT_FOUND = [
    pytest.param("call_button.last_press ok value=2", id="two days"),
    pytest.param("call_button.last_press no_data not_permitted", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
