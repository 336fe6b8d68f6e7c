"""Crackle: a bad contact, or a terminal short of breath."""

from __future__ import annotations

import pytest

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.rules import RULES
from huonevahti_fleet.rules.microphone_crackles import SLUG, check
from tests.fleet.stories import finding, healthy, told

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


CRACKLES = "microphone.crackle failed crackles value=6 hours_ago=8\n"
LOUD = "microphone.level warning too_high value=-30 hours_ago=8\n"
TOGETHER = [
    pytest.param(LOUD, [SLUG], id="a level that clicks raise"),
    pytest.param("sound.loop warning louder value=7 hours_ago=8", [SLUG], id="a loop that clicks drown"),
    pytest.param("sound.loop warning distorted value=0 hours_ago=8", [SLUG], id="a loop that clicks spoil"),
    pytest.param(LOUD + "sound.loop warning louder value=7 hours_ago=8", [SLUG], id="level and loop"),
    pytest.param(
        LOUD + "microphone.noise_floor warning too_high value=-30 hours_ago=8",
        [SLUG, "room_noisy"],
        id="a floor that is raised between the clicks too",
    ),
    pytest.param(
        "sound.loop warning quieter value=-9 hours_ago=8",
        ["microphone_moved", SLUG],
        id="a loop that is fainter, which no click makes it",
    ),
    pytest.param(
        "sound.loop failed cut value=-30 hours_ago=8", [SLUG, "sound_loop_cut"], id="a loop that is cut"
    ),
]


@pytest.mark.parametrize(("story", "slugs"), TOGETHER)
def test_what_strong_clicks_move_is_one_fault_with_them_and_what_they_cannot_stays_its_own(
    story: str, slugs: list[str]
) -> None:
    faults = diagnose(healthy(CRACKLES + story), RULES).faults
    assert sorted(fault.slug for fault in faults) == sorted(slugs)
