"""A covered lens, told from a room without light."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.camera_dark import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.picture failed dark", "on_site", True, "camera_dark", id="the customer camera's"
    ),
    pytest.param(
        "camera.document.picture failed dark",
        "on_site",
        False,
        "camera_dark.document",
        id="the document camera's",
    ),
    pytest.param(
        "camera.customer.picture failed dark\ncamera.document.picture failed dark",
        "on_site",
        True,
        "camera_dark",
        id="both",
    ),
]
NOT_FOUND = [
    pytest.param(
        "camera.customer.picture no_data unlit\ncamera.document.picture no_data unlit", id="an unlit room"
    ),
    pytest.param("camera.customer.picture failed white", id="white"),
    pytest.param("camera.customer.picture ok value=normal", id="a good picture"),
    pytest.param("camera.customer.picture no_data in_use", id="not tested"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
