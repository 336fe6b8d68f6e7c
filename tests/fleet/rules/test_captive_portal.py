"""A sign-in page in place of our plain one."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.captive_portal import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "network.portal failed portal value=login.hotel.example\nnetwork.tls.application failed timeout",
        "room_network",
        True,
        "captive_portal",
        id="everything is behind it",
    ),
    pytest.param(
        "network.portal failed portal\nnetwork.tls.application ok",
        "room_network",
        False,
        "captive_portal",
        id="the services are let through",
    ),
    pytest.param(
        "network.portal failed portal\nneighbours site_rooms=1 site.captive_portal=1",
        "room_network",
        False,
        "captive_portal",
        id="the whole site",
    ),
    pytest.param(
        "network.portal failed portal value=new.example\nneighbours site_rooms=1 fleet_rooms=9 fleet.captive_portal=6",
        "fleet_server",
        False,
        "captive_portal.page",
        id="nearly everybody: our own page",
    ),
]
NOT_FOUND = [
    pytest.param(
        "network.portal no_data unexpected\nnetwork.tls.application failed timeout", id="our page is broken"
    ),
    pytest.param(
        "network.portal no_data timeout\nnetwork.tls.application failed timeout", id="nothing answers"
    ),
    pytest.param(
        "network.portal ok\nnetwork.interceptor failed interceptor value=Zscaler",
        id="an interceptor lets plain pages be",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
