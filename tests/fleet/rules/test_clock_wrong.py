"""A wrong clock, which makes services look broken."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.clock_wrong import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "clock.offset failed offset value=-7200\nnetwork.tls.application failed clock",
        "terminal",
        True,
        "clock_wrong",
        id="it is off and services are refused",
    ),
    pytest.param(
        "clock.offset failed offset value=45",
        "terminal",
        False,
        "clock_wrong",
        id="it is off, and nothing else yet",
    ),
]
NOT_FOUND = [
    pytest.param("clock.offset ok value=2", id="a small difference"),
    pytest.param(
        "clock.offset ok value=0\nnetwork.tls.application failed issuer", id="handshakes fail for an issuer"
    ),
    pytest.param("clock.offset ok value=0\nclock.synchronised warning", id="undisciplined, but right"),
    pytest.param("clock.offset no_data failed", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
