"""A lost hub: one fault, with all that hangs on it as its consequence."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.usb_hub_lost import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "usb.hub failed missing\ncamera.customer.present failed missing",
        "on_site",
        True,
        "usb_hub_lost",
        id="the hub is missing",
    ),
]
NOT_FOUND = [
    pytest.param(
        "usb.hub ok\ncamera.customer.present failed missing\ncamera.document.present failed missing",
        id="both cameras are gone but the hub is there",
    ),
    pytest.param("usb.hub no_data not_in_profile", id="the room has no hub"),
    pytest.param("usb.hub ok\nusb.disconnects warning value=20", id="devices flap"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
