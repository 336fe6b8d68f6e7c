"""A daily restart that did not happen."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.restart_overdue import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "boot.restart_due warning overdue value=104400",
        "terminal",
        False,
        "restart_overdue",
        id="up for longer than allowed",
    ),
]
NOT_FOUND = [
    pytest.param("boot.restart_due ok", id="restarted in time"),
    pytest.param(
        "boot.restart_due ok\nboot.uptime ok value=90000", id="a long uptime that is still within its time"
    ),
    pytest.param("boot.restart_due no_data failed", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
