"""The relay answers over no way, though the services do."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.media_blocked import SLUG, check
from tests.fleet.stories import finding, told

NEARLY_ALL = "neighbours site_rooms=1 fleet_rooms=9 fleet.media_blocked=6"
SILENT = "\n".join(f"network.media.{way} failed timeout" for way in ("udp", "tcp", "tls"))
FOUND = [
    pytest.param(
        f"{SILENT}\nnetwork.tls.application ok value=0.1",
        "room_network",
        True,
        "media_blocked",
        id="all ways are silent",
    ),
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media.tcp failed refused\n"
        "network.media.tls failed issuer value=Zscaler",
        "room_network",
        True,
        "media_blocked",
        id="one of them is opened on the way",
    ),
    pytest.param(
        f"{SILENT}\n{NEARLY_ALL}",
        "application",
        True,
        "media_blocked.relay",
        id="nearly everybody: the relay itself",
    ),
]
NOT_FOUND = [
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media.tcp failed timeout\nnetwork.media.tls ok",
        id="TLS gets through",
    ),
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media.tcp failed timeout\nnetwork.media.tls no_data not_permitted",
        id="one way cannot be told",
    ),
    pytest.param("network.tls.application failed timeout", id="a service is gone, the relay was never asked"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


def test_all_that_must_be_let_through_is_named() -> None:
    fault = check(told(SILENT))
    assert fault is not None
    assert (
        fault.values["endpoints"] == "relay.example:3478/UDP, relay.example:3478/TCP, relay.example:443/TCP"
    )
