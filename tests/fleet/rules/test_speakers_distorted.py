"""Speakers that distort."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.speakers_distorted import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "sound.loop warning distorted value=-1",
        "on_site",
        False,
        "speakers_distorted",
        id="much beside the tones",
    ),
]
NOT_FOUND = [
    pytest.param("sound.loop warning quieter value=-7", id="quieter"),
    pytest.param("sound.loop ok value=0", id="clean"),
    pytest.param(
        (
            "sound.loop warning distorted value=-1 hours_ago=6\n"
            "changed microphone.crackle failed ok hours_ago=0.01"
        ),
        id="crackle that was mended since the tones were played",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
