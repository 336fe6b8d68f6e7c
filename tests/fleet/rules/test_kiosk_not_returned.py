"""A hand-over that did not come back."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.kiosk_not_returned import SLUG, check
from tests.fleet.stories import everywhere, finding, told

FOUND = [
    pytest.param(
        "kiosk.returned failed not_returned value=1500 expected=1200",
        "other_channel",
        True,
        "kiosk_not_returned",
        id="nobody is there",
    ),
    pytest.param(
        "kiosk.returned warning not_returned value=1500 expected=1200",
        "other_channel",
        True,
        "kiosk_not_returned",
        id="it cannot be told whether anybody is",
    ),
    pytest.param(
        "kiosk.returned failed not_returned value=1500" + everywhere(SLUG),
        "other_channel",
        True,
        "kiosk_not_returned",
        id="everywhere at once",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.returned ok value=900 expected=1200", id="a queue of a quarter of an hour"),
    pytest.param("kiosk.returned ok value=3000", id="a long call on the other page"),
    pytest.param("kiosk.returned no_data no_launcher", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
