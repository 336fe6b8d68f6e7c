"""The application fallen silent."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.application_silent import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "application.state failed silent value=start",
        "application",
        True,
        "application_silent",
        id="while it waited",
    ),
    pytest.param(
        "application.state failed silent value=in_call",
        "application",
        True,
        "application_silent",
        id="in a call",
    ),
]
NOT_FOUND = [
    pytest.param("application.state ok value=start", id="it speaks"),
    pytest.param("application.state failed e42 value=error", id="it is in error"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
