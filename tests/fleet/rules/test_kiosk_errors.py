"""Errors of the kiosk's page past the limit."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.kiosk_errors import SLUG, check
from tests.fleet.stories import everywhere, finding, told

FOUND = [
    pytest.param(
        "kiosk.errors warning too_high value=64 expected=20",
        "application",
        False,
        "kiosk_errors",
        id="many errors",
    ),
    pytest.param(
        "kiosk.errors warning too_high value=64" + everywhere(SLUG),
        "application",
        False,
        "kiosk_errors",
        id="everywhere at once",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.errors ok value=3", id="a few"),
    pytest.param("kiosk.errors no_data not_home", id="not our page"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
