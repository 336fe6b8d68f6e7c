"""Settings that differ from those given."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.config_drift import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "config.drift warning unknown_key value=4",
        "terminal",
        False,
        "config_drift",
        id="settings were refused",
    ),
    pytest.param("config.drift failed drift", "terminal", False, "config_drift", id="settings differ"),
]
NOT_FOUND = [
    pytest.param("config.drift ok", id="settings agree"),
    pytest.param("config.drift no_data failed", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
