"""A machine at its limits; as a warning alone customers do not notice."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.machine_pressed import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "machine.disk warning value=0.95", "terminal", False, "machine_pressed", id="the disk fills"
    ),
    pytest.param(
        "machine.temperature failed value=97\nmachine.memory warning value=0.97",
        "terminal",
        False,
        "machine_pressed",
        id="it runs hot and short of memory",
    ),
]
NOT_FOUND = [
    pytest.param("machine.disk ok value=0.5\nmachine.memory ok value=0.5", id="all within limits"),
    pytest.param("agent.memory warning", id="the agent itself is large"),
    pytest.param("machine.temperature no_data not_supported", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
