"""A sound server that does not answer."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.sound_server_gone import SLUG, check
from tests.fleet.stories import finding, told

NOT_FOUND = [
    pytest.param("microphone.present ok\nspeakers.present ok", id="both are there"),
    pytest.param("microphone.present no_data no_sound_server", id="nothing is known of the speakers"),
    pytest.param(
        "microphone.present no_data no_sound_server\nspeakers.present ok",
        id="the server answers for the speakers",
    ),
    pytest.param(
        "microphone.present no_data probe_failed\nspeakers.present no_data probe_failed",
        id="no word of a server",
    ),
]


def test_it_is_found() -> None:
    story = "microphone.present no_data no_sound_server\nspeakers.present no_data no_sound_server"
    assert finding(check(told(story))) == (SLUG, "terminal", True, SLUG)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
