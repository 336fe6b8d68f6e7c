"""A camera of another model stands in for the room's own."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.camera_stand_in import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.present failed wrong_model",
        "on_site",
        False,
        "camera_stand_in",
        id="another model sits at the customer camera's port",
    ),
    pytest.param(
        "camera.document.present failed wrong_model",
        "on_site",
        False,
        "camera_stand_in",
        id="another model sits at the document camera's port",
    ),
]
NOT_FOUND = [
    pytest.param("camera.customer.present failed missing", id="the camera is missing"),
    pytest.param("camera.customer.present failed wrong_port", id="the camera is at a wrong port"),
    pytest.param("camera.customer.present ok", id="all is in place"),
    pytest.param("camera.customer.present no_data no_video", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
