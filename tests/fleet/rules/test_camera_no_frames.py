"""A camera that is there but gives no pictures, or few."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.camera_no_frames import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.frames failed no_frames value=0",
        "terminal",
        True,
        "camera_no_frames",
        id="the customer camera",
    ),
    pytest.param(
        "camera.document.frames failed no_frames value=0",
        "terminal",
        False,
        "camera_no_frames.document",
        id="the document camera",
    ),
    pytest.param(
        "camera.customer.frames warning few_frames value=2",
        "terminal",
        False,
        "camera_no_frames.few",
        id="few pictures",
    ),
    pytest.param(
        (
            "camera.customer.frames warning few_frames value=2\n"
            "camera.document.frames failed no_frames value=0"
        ),
        "terminal",
        False,
        "camera_no_frames",
        id="few of one and none of the other",
    ),
]
NOT_FOUND = [
    pytest.param("camera.customer.frames ok value=30", id="thirty a second"),
    pytest.param("camera.customer.frames no_data missing", id="a camera that is missing"),
    pytest.param("camera.customer.frames no_data in_use", id="one in use"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
