"""A guard that asks for a person."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.room_undecided import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "session.guard ok page_expired value=ask_person",
        "on_site",
        False,
        "room_undecided",
        id="a page left on the screen",
    ),
    pytest.param(
        "session.guard ok camera_expired value=ask_person\nsession.live ok value=true",
        "on_site",
        False,
        "room_undecided",
        id="a camera held for very long",
    ),
    pytest.param(
        "session.guard ok anything_new value=ask_person",
        "on_site",
        False,
        "room_undecided",
        id="a sign of a kind not known yet",
    ),
]
NOT_FOUND = [
    pytest.param("session.guard ok value=free", id="free"),
    pytest.param("session.guard ok media value=busy", id="busy"),
    pytest.param("session.guard ok touch_unreadable value=undecided", id="undecided"),
    pytest.param("session.guard no_data not_permitted", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
