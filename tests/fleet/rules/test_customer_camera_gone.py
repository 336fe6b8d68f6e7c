"""The customer camera is gone: missing, or alone in a wrong socket."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.customer_camera_gone import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.customer.present failed missing", "on_site", True, "customer_camera_gone", id="it is missing"
    ),
    pytest.param(
        "camera.customer.present failed wrong_port\ncamera.document.present ok",
        "on_site",
        True,
        "customer_camera_gone.wrong_port",
        id="it is in a wrong socket while the other is in place",
    ),
]
NOT_FOUND = [
    pytest.param(
        "camera.document.present failed missing\ncamera.customer.present ok", id="the other one is missing"
    ),
    pytest.param(
        "camera.customer.present failed wrong_port\ncamera.document.present failed wrong_port",
        id="both are swapped",
    ),
    pytest.param("camera.customer.present failed wrong_model", id="a stand-in is in its place"),
    pytest.param("camera.customer.present warning missing", id="the room may do without it"),
    pytest.param("camera.customer.present no_data not_permitted", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
