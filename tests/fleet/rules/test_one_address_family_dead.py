"""One version of IP leads nowhere."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.one_address_family_dead import SLUG, check
from tests.fleet.stories import finding, told

NEARLY_ALL = "neighbours site_rooms=1 fleet_rooms=9 fleet.one_address_family_dead=6"
FOUND = [
    pytest.param(
        "network.ipv6 failed timeout\nnetwork.ipv4 ok value=0.02",
        "room_network",
        False,
        "one_address_family_dead",
        id="IPv6",
    ),
    pytest.param(
        "network.ipv4 failed unreachable\nnetwork.ipv6 ok value=0.02",
        "room_network",
        False,
        "one_address_family_dead",
        id="IPv4",
    ),
    pytest.param(
        f"network.ipv6 failed timeout\nnetwork.ipv4 ok\n{NEARLY_ALL}",
        "application",
        False,
        "one_address_family_dead.service",
        id="nearly everybody: the service's address",
    ),
]
NOT_FOUND = [
    pytest.param("network.ipv6 failed timeout\nnetwork.ipv4 failed timeout", id="both: nothing is reached"),
    pytest.param("network.ipv6 no_data no_route\nnetwork.ipv4 ok", id="a room without IPv6"),
    pytest.param("network.ipv6 failed timeout\nnetwork.ipv4 no_data no_address", id="there is no other"),
    pytest.param(
        "network.ipv6 failed timeout\nnetwork.ipv4 ok\nnetwork.loss warning loss value=0.4",
        id="the line loses some",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
