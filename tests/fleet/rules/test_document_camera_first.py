"""The document camera comes first: found by the order alone, never by a missing or swapped camera."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.document_camera_first import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "camera.order failed document_first",
        "terminal",
        True,
        "document_camera_first",
        id="the order is wrong",
    ),
]
NOT_FOUND = [
    pytest.param("camera.order ok", id="the order is right"),
    pytest.param("camera.order no_data camera_missing", id="a camera is missing, so there is no order"),
    pytest.param(
        "camera.customer.present failed wrong_port\ncamera.document.present failed wrong_port",
        id="the cameras hang in each other's sockets",
    ),
    pytest.param("camera.order failed stranger_first value=stranger", id="a stranger's camera comes first"),
    pytest.param("", id="never told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
