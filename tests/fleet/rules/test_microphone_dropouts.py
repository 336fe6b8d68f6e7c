"""Gaps in the sound."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_dropouts import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.dropouts failed dropouts value=40",
        "terminal",
        False,
        "microphone_dropouts",
        id="at the terminal",
    ),
    pytest.param(
        "microphone.dropouts warning dropouts value=4\nremoved microphone",
        "on_site",
        False,
        "microphone_dropouts.plug",
        id="a USB microphone that falls off",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.dropouts ok value=0", id="none"),
    pytest.param("microphone.crackle failed crackles value=2", id="crackle"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
