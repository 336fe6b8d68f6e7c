"""A camera that sees nothing but white."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.camera_white import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.picture failed white", "on_site", True, "camera_white", id="the customer camera"
    ),
    pytest.param(
        "camera.document.picture failed white",
        "on_site",
        False,
        "camera_white.document",
        id="the document camera",
    ),
]
NOT_FOUND = [
    pytest.param("camera.document.picture ok value=normal", id="a white table that is usual"),
    pytest.param(
        "camera.document.picture no_data not_learnt value=white", id="a white table before it is learnt"
    ),
    pytest.param("camera.customer.picture failed dark", id="dark"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
