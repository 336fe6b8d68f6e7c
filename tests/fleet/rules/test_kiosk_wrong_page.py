"""Another page than the room's own: foreign, an error, or none."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.kiosk_wrong_page import SLUG, check
from tests.fleet.stories import everywhere, finding, told

FOUND = [
    pytest.param("kiosk.page failed blank value=blank", "terminal", True, "kiosk_wrong_page", id="blank"),
    pytest.param(
        "kiosk.page failed foreign value=foreign", "terminal", True, "kiosk_wrong_page.foreign", id="foreign"
    ),
    pytest.param(
        "kiosk.page failed not_loaded value=error\nnetwork.loss ok value=0",
        "application",
        True,
        "kiosk_wrong_page.not_loaded",
        id="not loaded over a good line",
    ),
    pytest.param(
        "kiosk.page failed not_loaded value=error\nnetwork.loss warning value=0.4",
        "terminal",
        True,
        "kiosk_wrong_page.not_loaded",
        id="not loaded over a bad line",
    ),
    pytest.param(
        "kiosk.page failed not_loaded value=error\nnetwork.loss ok value=0\nneighbours fleet_rooms=6",
        "terminal",
        True,
        "kiosk_wrong_page.not_loaded",
        id="not loaded while six other rooms load it",
    ),
    pytest.param(
        "kiosk.page failed foreign value=foreign" + everywhere(SLUG),
        "application",
        True,
        "kiosk_wrong_page.everywhere",
        id="everywhere at once",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.page ok value=home", id="the start page"),
    pytest.param("kiosk.page ok value=away", id="a hand-over"),
    pytest.param("kiosk.page no_data no_launcher", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
