"""The network cable is out."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.link_down import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param("network.link failed no_carrier", "on_site", True, "link_down", id="no carrier"),
]
NOT_FOUND = [
    pytest.param("network.link ok", id="the link is up"),
    pytest.param("network.link ok\nnetwork.dns failed timeout", id="the link is up and names do not resolve"),
    pytest.param("network.link no_data not_permitted", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
