"""A strange device in the terminal."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.usb_stranger import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "usb.stranger warning stranger value=1", "on_site", False, "usb_stranger", id="an unknown device"
    ),
    pytest.param(
        "usb.stranger warning stranger value=1\ncamera.order failed stranger_first value=stranger",
        "on_site",
        True,
        "usb_stranger",
        id="a camera of somebody's own, which a page takes first",
    ),
    pytest.param(
        "usb.stranger warning stranger_blocked value=1",
        "on_site",
        False,
        "usb_stranger.blocked",
        id="an unknown device that was not let in",
    ),
]
NOT_FOUND = [
    pytest.param("usb.stranger ok value=0", id="no unknown device"),
    pytest.param(
        "camera.customer.present failed wrong_model\nusb.stranger ok value=0",
        id="a stand-in camera, which has a fault of its own",
    ),
    pytest.param("usb.stranger no_data no_usb", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
