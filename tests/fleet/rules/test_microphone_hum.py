"""Hum of the mains, or an offset of the input."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_hum import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param("microphone.hum warning hum value=-44", "on_site", False, "microphone_hum", id="hum"),
    pytest.param(
        "microphone.dc_offset warning dc_offset value=0.03",
        "on_site",
        False,
        "microphone_hum.offset",
        id="an offset",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.hum ok value=-80\nmicrophone.dc_offset ok value=0", id="neither"),
    pytest.param("microphone.noise_floor warning too_high value=-40", id="noise of another kind"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
