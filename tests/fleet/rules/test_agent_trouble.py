"""The watching itself hurt."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.agent_trouble import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "probe.microphone.ran failed failed", "terminal", False, "agent_trouble", id="a probe fails"
    ),
    pytest.param(
        "agent.outbox warning waiting value=900",
        "fleet_server",
        False,
        "agent_trouble",
        id="events are not taken in",
    ),
    pytest.param(
        "agent.outbox failed full value=3", "terminal", False, "agent_trouble", id="the disk is full"
    ),
]
NOT_FOUND = [
    pytest.param("probe.microphone.ran ok value=0.02", id="all probes run"),
    pytest.param(
        "probe.microphone.ran ok\nmicrophone.present failed missing", id="a probe ran and found trouble"
    ),
    pytest.param(
        "probe.microphone.ran ok\nmicrophone.present no_data no_sound_server",
        id="a probe has nothing to read",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
