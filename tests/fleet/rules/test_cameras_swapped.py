"""Swapped cameras: both there, each in the other's socket."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.cameras_swapped import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.present failed wrong_port\ncamera.document.present failed wrong_port",
        "on_site",
        True,
        "cameras_swapped",
        id="both are at the other's port",
    ),
    pytest.param(
        "camera.customer.present ok hours_ago=9\ncamera.document.present ok hours_ago=9\ncamera.views failed crossed",
        "on_site",
        True,
        "cameras_swapped.views",
        id="each sees what the other used to see",
    ),
]
NOT_FOUND = [
    pytest.param(
        "camera.customer.present failed wrong_port\ncamera.document.present ok",
        id="one alone is at a wrong port",
    ),
    pytest.param(
        "camera.customer.present failed wrong_port\ncamera.document.present failed missing",
        id="one is at a wrong port and the other is gone",
    ),
    pytest.param(
        "camera.customer.present failed missing\ncamera.document.present failed missing", id="both are gone"
    ),
    pytest.param("camera.order failed document_first", id="only the order is wrong"),
    pytest.param(
        "camera.customer.present no_data no_video\ncamera.document.present no_data no_video",
        id="nothing can be told",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
