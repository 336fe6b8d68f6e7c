"""Crackle: a bad contact, or a terminal short of breath."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_crackles import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.crackle failed crackles value=3",
        "on_site",
        False,
        "microphone_crackles",
        id="all the time",
    ),
    pytest.param(
        "microphone.crackle warning crackles value=0.4",
        "on_site",
        False,
        "microphone_crackles",
        id="now and then",
    ),
    pytest.param(
        "microphone.crackle failed crackles value=3\nusb.disconnects warning value=9",
        "on_site",
        False,
        "microphone_crackles",
        id="with devices that fall off",
    ),
    pytest.param(
        (
            "microphone.crackle failed crackles value=3\n"
            "machine.cpu warning value=0.99\n"
            "microphone.dropouts warning dropouts value=9"
        ),
        "terminal",
        False,
        "microphone_crackles.terminal",
        id="with gaps, at a processor without breath",
    ),
    pytest.param(
        (
            "microphone.crackle failed crackles value=3\n"
            "machine.cpu warning value=0.99\n"
            "microphone.dropouts ok value=0"
        ),
        "on_site",
        False,
        "microphone_crackles",
        id="at a busy processor that loses nothing",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.crackle ok value=0", id="none"),
    pytest.param("microphone.dropouts failed dropouts value=40", id="gaps"),
    pytest.param("microphone.crackle no_data open", id="not tested"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
