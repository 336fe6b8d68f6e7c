"""A stuttering call: the room's network, the far side, the service, or not decided."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.call_quality import SLUG, check
from tests.fleet.stories import at_site, everywhere, finding, told

FOUND = [
    pytest.param(
        "call.loss warning value=0.2\nnetwork.loss ok value=0\nnetwork.round_trip ok value=0.02",
        "remote_access",
        False,
        "call_quality.far",
        id="the room's own line is good",
    ),
    pytest.param(
        ("call.loss warning value=0.2\nnetwork.loss warning value=0.2\nnetwork.round_trip ok value=0.02"),
        "room_network",
        False,
        "call_quality.line",
        id="the room's own line is bad too",
    ),
    pytest.param(
        (
            "call.jitter warning value=0.2\n"
            "network.loss ok value=0\n"
            "network.round_trip ok value=0.02\n"
            "network.jitter warning value=0.1"
        ),
        "room_network",
        False,
        "call_quality.line",
        id="the way to the relay is uneven too",
    ),
    pytest.param(
        "call.jitter warning value=0.2\nnetwork.loss no_data no_carrier",
        "undecided",
        False,
        "call_quality",
        id="the room's own line was not measured",
    ),
    pytest.param(
        ("call.round_trip warning value=0.9\nnetwork.loss ok value=0\nnetwork.round_trip ok value=0.02")
        + at_site(SLUG),
        "room_network",
        False,
        "call_quality.line",
        id="every room of a site",
    ),
    pytest.param(
        ("call.round_trip warning value=0.9\nnetwork.loss ok value=0\nnetwork.round_trip ok value=0.02")
        + everywhere(SLUG),
        "application",
        False,
        "call_quality.service",
        id="rooms everywhere",
    ),
]
NOT_FOUND = [
    pytest.param(
        "call.loss ok value=0.01\ncall.jitter ok value=0.004\ncall.round_trip ok value=0.03",
        id="all are good",
    ),
    pytest.param(
        (
            "call.loss warning value=0.2\n"
            "network.loss ok value=0\n"
            "changed network.loss warning ok hours_ago=0.1"
        ),
        id="the line was bad a few minutes ago",
    ),
    pytest.param("call.loss no_data no_call", id="no call"),
    pytest.param("network.loss warning value=0.2", id="a bad line without a call"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
