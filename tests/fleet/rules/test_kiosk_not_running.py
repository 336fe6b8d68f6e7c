"""The kiosk's browser stopped, crashed, hung or restarting, here or everywhere."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.kiosk_not_running import SLUG, check
from tests.fleet.stories import everywhere, finding, of_one_model, one_other, told

FOUND = [
    pytest.param("kiosk.running failed stopped value=1", "terminal", True, "kiosk_not_running", id="stopped"),
    pytest.param(
        "kiosk.running failed starting value=1",
        "terminal",
        True,
        "kiosk_not_running",
        id="starting for too long",
    ),
    pytest.param(
        "kiosk.running failed crashed value=1",
        "terminal",
        True,
        "kiosk_not_running.page",
        id="the page crashed",
    ),
    pytest.param(
        "kiosk.running failed hung value=1", "terminal", True, "kiosk_not_running.page", id="the page hangs"
    ),
    pytest.param(
        "kiosk.running warning restarting value=7",
        "terminal",
        False,
        "kiosk_not_running.restarting",
        id="started again and again",
    ),
    pytest.param(
        "kiosk.running failed hung value=1" + everywhere(SLUG),
        "application",
        True,
        "kiosk_not_running.everywhere",
        id="most rooms at once",
    ),
    pytest.param(
        "kiosk.running failed hung value=1" + of_one_model(SLUG),
        "application",
        True,
        "kiosk_not_running.everywhere",
        id="most terminals of one model",
    ),
    pytest.param(
        "kiosk.running failed hung value=1" + one_other(SLUG),
        "terminal",
        True,
        "kiosk_not_running.page",
        id="one other room of many",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.running ok value=1", id="it runs"),
    pytest.param("kiosk.running no_data no_launcher", id="the launcher does not answer"),
    pytest.param(
        "kiosk.start_button failed missing\nkiosk.running ok value=1", id="only the button is missing"
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
