"""A slow or lossy network, by the profile's limits."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.network_degraded import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "network.loss warning value=0.12", "room_network", False, "network_degraded", id="attempts get lost"
    ),
    pytest.param(
        "network.round_trip warning value=0.9",
        "room_network",
        False,
        "network_degraded",
        id="answers are slow",
    ),
    pytest.param("network.jitter warning uneven value=0.09", "room_network", False, "network_degraded", id="uneven"),
    pytest.param(
        "network.media_loss warning loss value=0.3", "room_network", False, "network_degraded", id="lost to the relay"
    ),
    pytest.param(
        "network.round_trip warning value=0.9\nneighbours site_rooms=1 site.network_degraded=1",
        "room_network",
        False,
        "network_degraded",
        id="the whole site is slow",
    ),
]
NOT_FOUND = [
    pytest.param("network.loss ok value=0.01\nnetwork.round_trip ok value=0.03", id="both are good"),
    pytest.param(
        "network.tls.application failed refused\nnetwork.loss ok",
        id="an endpoint is gone, but the rest is quick",
    ),
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media_loss no_data failed\nnetwork.jitter no_data failed",
        id="nothing at all comes back from the relay",
    ),
    pytest.param("network.loss no_data no_carrier", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
