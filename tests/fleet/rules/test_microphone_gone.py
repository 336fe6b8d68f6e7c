"""The microphone gone: not found at all, or reported unplugged by the socket."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_gone import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param("microphone.present failed missing", "on_site", True, "microphone_gone", id="missing"),
    pytest.param(
        "microphone.present failed unplugged",
        "on_site",
        True,
        "microphone_gone.unplugged",
        id="unplugged from an analogue socket",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.present ok\nmicrophone.muted failed muted", id="muted but there"),
    pytest.param("speakers.present failed missing\nmicrophone.present ok", id="the speakers missing"),
    pytest.param("microphone.present no_data no_sound_server", id="without a sound server"),
    pytest.param("microphone.present no_data not_in_profile", id="not part of the profile"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
