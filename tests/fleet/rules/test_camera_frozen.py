"""A camera that gives one picture over and over."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.camera_frozen import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.picture failed frozen", "terminal", True, "camera_frozen", id="the customer camera"
    ),
    pytest.param(
        "camera.document.picture failed frozen",
        "terminal",
        False,
        "camera_frozen.document",
        id="the document camera",
    ),
]
NOT_FOUND = [
    pytest.param("camera.customer.picture ok value=normal", id="a good picture"),
    pytest.param("camera.customer.picture failed dark", id="dark"),
    pytest.param("camera.customer.frames failed no_frames", id="no pictures at all"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
