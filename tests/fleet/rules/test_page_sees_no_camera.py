"""The page sees fewer cameras than the terminal has, or may use none."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.page_sees_no_camera import SLUG, check
from tests.fleet.stories import finding, of_one_model, told

FOUND = [
    pytest.param(
        "kiosk.devices failed camera_missing value=1 expected=2",
        "terminal",
        True,
        "page_sees_no_camera",
        id="one is missing",
    ),
    pytest.param(
        "kiosk.devices failed not_permitted value=2",
        "terminal",
        True,
        "page_sees_no_camera.not_permitted",
        id="it may not use them",
    ),
    pytest.param(
        "kiosk.devices failed not_permitted value=2" + of_one_model(SLUG),
        "application",
        True,
        "page_sees_no_camera.not_permitted",
        id="most terminals of one model",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.devices ok value=2", id="it sees all"),
    pytest.param("kiosk.devices failed document_first value=2", id="the order differs"),
    pytest.param("kiosk.devices failed microphone_missing value=2", id="the microphone is missing"),
    pytest.param("kiosk.devices no_data not_home", id="not our page"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
