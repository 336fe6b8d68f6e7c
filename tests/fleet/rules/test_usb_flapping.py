"""Devices that drop off and come back all day."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.usb_flapping import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "usb.disconnects warning value=14\nremoved customer_camera count=9",
        "on_site",
        False,
        "usb_flapping",
        id="more disconnections than the profile allows",
    ),
    pytest.param(
        "usb.disconnects warning value=14\nremoved printer",
        "on_site",
        False,
        "usb_flapping",
        id="a role that the profile does not know fell off",
    ),
]
NOT_FOUND = [
    pytest.param("usb.disconnects ok value=2", id="a few disconnections"),
    pytest.param(
        "camera.customer.present failed missing\nusb.disconnects ok value=1",
        id="a device that is gone for good",
    ),
    pytest.param("usb.disconnects no_data no_usb", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
