"""Restarts that are stopped for good: by a loop, or since orders have no effect."""

from __future__ import annotations

import pytest

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.rules import RULES
from huonevahti_fleet.rules.restart_loop import SLUG, check
from tests.fleet.stories import finding, healthy, told

FOUND = [
    pytest.param("boot.restart failed loop value=03:30", "terminal", False, SLUG, id="it kept restarting"),
    pytest.param(
        "boot.restart failed order_without_effect",
        "terminal",
        False,
        f"{SLUG}.no_effect",
        id="its orders do nothing",
    ),
    pytest.param("boot.restart failed disk", "terminal", False, f"{SLUG}.no_effect", id="its intent cannot be written"),
]
NOT_FOUND = [
    pytest.param("boot.restart ok value=03:30", id="it restarts by plan"),
    pytest.param("boot.restart warning clock_unconfirmed", id="it waits for its clock"),
    pytest.param("boot.restart no_data failed", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


def test_the_boots_point_to_it_and_an_overdue_restart_is_its_consequence() -> None:
    boots = "booted unknown hours_ago=0.9\nbooted hung hours_ago=0.5\nbooted hung hours_ago=0.2\n"
    story = f"{boots}boot.restart failed loop\nboot.restart_due warning overdue value=104400 expected=93600"
    fault = check(told(story))
    assert fault is not None
    codes = [evidence.code for evidence in fault.points_to]
    assert codes == ["restarts_stopped", "boot.hung", "boot.hung", "boot.unknown"]
    assert SLUG in [each.slug for each in diagnose(healthy(story), RULES).faults]
    assert [each.slug for each in diagnose(healthy(story), RULES).explained] == ["restart_overdue"]
