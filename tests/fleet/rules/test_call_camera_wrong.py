"""The call sends no camera, a still one, or the document camera that nobody is known to have meant."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.call_camera_wrong import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "call.camera warning none_sent", "undecided", False, "call_camera_wrong.none_sent", id="none is sent"
    ),
    pytest.param(
        "call.camera warning not_live value=customer",
        "terminal",
        False,
        "call_camera_wrong.not_live",
        id="it stands still",
    ),
    pytest.param(
        "call.camera ok value=document\ncamera.order no_data not_supported",
        "undecided",
        False,
        "call_camera_wrong",
        id="the document camera, and the order cannot be told",
    ),
]
NOT_FOUND = [
    pytest.param("call.camera ok value=customer", id="the customer camera"),
    pytest.param(
        "call.camera ok value=document\ncamera.order ok",
        id="the document camera, chosen where the customer camera is offered first",
    ),
    pytest.param(
        "call.camera ok value=document\ncamera.order failed document_first\nkiosk.devices ok",
        id="the document camera, where the page offers the customer camera first",
    ),
    pytest.param("call.camera no_data no_call", id="no call"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
