"""The application in error, by its own word."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.application_error import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "application.state failed e42 value=error",
        "application",
        True,
        "application_error",
        id="a code of the supplier's",
    ),
    pytest.param(
        "application.state failed error value=error",
        "application",
        True,
        "application_error",
        id="without a code",
    ),
]
NOT_FOUND = [
    pytest.param("application.state ok value=start", id="it waits for a customer"),
    pytest.param("application.state failed silent value=start", id="it fell silent"),
    pytest.param("application.state ok value=in_call", id="a call is up"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
