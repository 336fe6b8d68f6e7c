"""UDP to the relay blocked, while a way around is open."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.media_udp_blocked import SLUG, check
from tests.fleet.stories import finding, told

NEARLY_ALL = "neighbours site_rooms=1 fleet_rooms=9 fleet.media_udp_blocked=6"
SILENT = "\n".join(f"network.media.{way} failed timeout" for way in ("udp", "tcp", "tls"))
FOUND = [
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media.tcp ok value=0.03",
        "room_network",
        False,
        "media_udp_blocked",
        id="TCP is open",
    ),
    pytest.param(
        "network.media.udp failed refused\nnetwork.media.tcp failed timeout\nnetwork.media.tls ok value=0.03",
        "room_network",
        False,
        "media_udp_blocked",
        id="only TLS is open",
    ),
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media.tcp ok\nneighbours site_rooms=2 site.media_udp_blocked=2",
        "room_network",
        False,
        "media_udp_blocked",
        id="the whole site",
    ),
    pytest.param(
        f"network.media.udp failed timeout\nnetwork.media.tcp ok\n{NEARLY_ALL}",
        "application",
        False,
        "media_udp_blocked.relay",
        id="nearly everybody: the relay itself",
    ),
]
NOT_FOUND = [
    pytest.param(
        f"{SILENT}",
        id="everything is blocked",
    ),
    pytest.param("network.media.udp failed timeout", id="nothing is known of the other ways"),
    pytest.param(
        "network.media.udp ok value=0.03\nnetwork.media.tcp failed timeout", id="only a way around is closed"
    ),
    pytest.param(
        "network.media_loss warning loss value=0.2\nnetwork.media.udp ok value=0.03\nnetwork.media.tcp ok",
        id="some packets get lost",
    ),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


def test_host_port_and_transport_to_let_through_are_named() -> None:
    fault = check(told("network.media.udp failed timeout\nnetwork.media.tcp ok value=0.03"))
    assert fault is not None
    assert fault.values["endpoints"] == "relay.example:3478/UDP"
