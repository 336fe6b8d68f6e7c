"""Few pictures sent in the call."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.call_frames_low import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "call.frames warning too_low value=2 expected=5",
        "terminal",
        False,
        "call_frames_low",
        id="two a second",
    ),
]
NOT_FOUND = [
    pytest.param("call.frames ok value=30", id="thirty a second"),
    pytest.param("call.frames no_data no_call", id="no call"),
    pytest.param("call.frames no_data not_supported", id="not told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
