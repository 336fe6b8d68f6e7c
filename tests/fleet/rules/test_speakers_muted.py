"""The speakers muted: there, and silenced by a setting."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.speakers_muted import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param("speakers.muted failed muted", "terminal", True, "speakers_muted", id="muted"),
]
NOT_FOUND = [
    pytest.param(
        "speakers.muted ok\nspeakers.volume failed too_low value=0.1", id="at a low level but not muted"
    ),
    pytest.param("speakers.present failed missing\nspeakers.muted no_data missing", id="missing altogether"),
    pytest.param("speakers.muted no_data no_sound_server", id="without a sound server"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
