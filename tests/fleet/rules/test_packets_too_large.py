"""Large packets lost on the way to the relay."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.packets_too_large import SLUG, check
from tests.fleet.stories import finding, told

NEARLY_ALL = "neighbours site_rooms=1 fleet_rooms=9 fleet.packets_too_large=6"
FOUND = [
    pytest.param(
        "network.mtu warning too_small value=576 unit=bytes\nnetwork.media.udp ok value=0.02",
        "room_network",
        False,
        "packets_too_large",
        id="a tunnel",
    ),
    pytest.param(
        f"network.mtu warning too_small value=1200\n{NEARLY_ALL}",
        "application",
        False,
        "packets_too_large.relay",
        id="nearly everybody: the relay's side",
    ),
]
NOT_FOUND = [
    pytest.param("network.mtu ok value=1400", id="a tunnel that is large enough"),
    pytest.param("network.mtu no_data no_answer", id="a relay that answers no filled packet"),
    pytest.param("network.mtu no_data failed\nnetwork.media.udp failed timeout", id="UDP is blocked"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


def test_what_passes_and_what_is_needed_are_told() -> None:
    fault = check(told("network.mtu warning too_small value=576"))
    assert fault is not None
    assert dict(fault.values) == {"passes": 576, "least": 1280, "endpoints": "relay.example:3478/UDP"}
