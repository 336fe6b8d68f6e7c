"""The Start button missing, hidden, covered or disabled: in one room, at a site, of a model, everywhere."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.start_button_missing import SLUG, check
from tests.fleet.stories import at_site, everywhere, finding, of_one_model, one_other, told

FOUND = [
    pytest.param(
        "kiosk.start_button failed missing",
        "terminal",
        True,
        "start_button_missing",
        id="missing in one room",
    ),
    pytest.param("kiosk.start_button failed hidden", "terminal", True, "start_button_missing", id="hidden"),
    pytest.param(
        "kiosk.start_button failed disabled", "terminal", True, "start_button_missing", id="disabled"
    ),
    pytest.param(
        "kiosk.start_button failed covered", "terminal", True, "start_button_missing.covered", id="covered"
    ),
    pytest.param(
        "kiosk.start_button failed missing" + everywhere(SLUG),
        "application",
        True,
        "start_button_missing.everywhere",
        id="everywhere at once",
    ),
    pytest.param(
        "kiosk.start_button failed missing" + of_one_model(SLUG),
        "application",
        True,
        "start_button_missing.everywhere",
        id="most terminals of one model",
    ),
    pytest.param(
        "kiosk.start_button failed covered" + at_site(SLUG),
        "application",
        True,
        "start_button_missing.everywhere",
        id="every room of a site",
    ),
    pytest.param(
        "kiosk.start_button failed missing" + one_other(SLUG),
        "terminal",
        True,
        "start_button_missing",
        id="one other room of many",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.start_button ok value=shown", id="it is shown"),
    pytest.param("kiosk.start_button no_data in_session", id="a customer is there"),
    pytest.param("kiosk.start_button no_data elsewhere", id="another view of ours"),
    pytest.param("kiosk.start_button no_data not_home", id="the page is elsewhere"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
