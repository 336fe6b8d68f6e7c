"""The page sees its devices otherwise than the terminal has them."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.page_devices_differ import SLUG, check
from tests.fleet.stories import everywhere, finding, told

FOUND = [
    pytest.param(
        "kiosk.devices failed document_first value=2",
        "terminal",
        True,
        "page_devices_differ",
        id="another order",
    ),
    pytest.param(
        "kiosk.devices failed microphone_missing value=2",
        "terminal",
        True,
        "page_devices_differ.microphone",
        id="no microphone",
    ),
    pytest.param(
        "kiosk.devices failed document_first value=2" + everywhere(SLUG),
        "application",
        True,
        "page_devices_differ",
        id="everywhere at once",
    ),
]
NOT_FOUND = [
    pytest.param("kiosk.devices ok value=2", id="it sees all"),
    pytest.param("kiosk.devices failed camera_missing value=1", id="a camera is missing"),
    pytest.param("kiosk.devices failed not_permitted value=2", id="it may not use them"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
