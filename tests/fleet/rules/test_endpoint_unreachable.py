"""An endpoint that does not answer: scope says whether it is the room's network or the service."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.endpoint_unreachable import (
    ALL_HAVE_TRIED_SECONDS,
    SLUG,
    WATCHING_SECONDS,
    check,
)
from tests.fleet.stories import finding, told

OF_MOST = "neighbours fleet_rooms=9 fleet.endpoint_unreachable=7"
FOUND = [
    pytest.param(
        "network.tls.application failed timeout",
        "room_network",
        True,
        "endpoint_unreachable",
        id="no endpoint answers",
    ),
    pytest.param(
        "network.tls.application failed refused\nnetwork.tls.fleet ok value=0.1",
        "application",
        True,
        "endpoint_unreachable.service",
        id="one refuses while another answers",
    ),
    pytest.param(
        "network.tls.application failed refused\nnetwork.tls.fleet ok value=0.1\nneighbours fleet_rooms=9",
        "room_network",
        True,
        "endpoint_unreachable",
        id="one refuses this room, and answers all others",
    ),
    pytest.param(
        f"network.tls.application failed timeout\n{OF_MOST}",
        "application",
        True,
        "endpoint_unreachable.service",
        id="most rooms lose it",
    ),
    pytest.param(
        "network.tls.application failed dns\nneighbours site_rooms=1 site.endpoint_unreachable=1",
        "room_network",
        True,
        "endpoint_unreachable",
        id="all rooms of the site lose it",
    ),
    pytest.param(
        "network.tls.application failed anything_new",
        "room_network",
        True,
        "endpoint_unreachable",
        id="its handshake breaks for a reason never met before",
    ),
    pytest.param(
        "network.tls.application failed untrusted",
        "application",
        True,
        "endpoint_unreachable.service",
        id="its certificate is not trusted",
    ),
    pytest.param(
        "network.tls.former failed dns\nnetwork.dns failed timeout",
        "room_network",
        True,
        "endpoint_unreachable",
        id="one that the profile no longer names",
    ),
]
NOT_FOUND = [
    pytest.param("network.tls.application ok", id="all answer"),
    pytest.param("network.tls.application failed clock", id="the clock is to blame"),
    pytest.param("network.tls.application failed issuer value=Zscaler", id="somebody opens the line"),
    pytest.param("network.tls.application no_data not_tried", id="it was not tried"),
    pytest.param(
        "network.tls.application failed timeout\nnetwork.loss warning loss value=0.4\n"
        "changed network.tls.application failed ok hours_ago=0.1\nchanged network.tls.fleet failed ok hours_ago=0.2",
        id="both services come and go, for the line loses some",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


def test_one_room_alone_is_told_of_once_the_others_have_tried_the_service_too() -> None:
    lost = "network.tls.application failed refused\nnetwork.tls.fleet ok value=0.1\n"
    alone, everywhere = check(told(f"{lost}neighbours fleet_rooms=9")), check(told(f"{lost}{OF_MOST}"))
    assert alone is not None
    assert everywhere is not None
    assert (alone.watching_seconds, everywhere.watching_seconds) == (ALL_HAVE_TRIED_SECONDS, WATCHING_SECONDS)
