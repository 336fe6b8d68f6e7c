"""A hub that is switched off and on numbers its cameras by their ports."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from huonevahti_agent.host import Unavailable
from huonevahti_agent.remedies import reenumerate_cameras
from huonevahti_agent.simulated import SimulatedHost
from tests.agent.remedies.stage import PROFILE, failed, judged, room, without_kiosk

TREATED = (failed("camera.order", "document_first"),)


def test_the_customers_camera_stands_at_the_lower_port_and_comes_first() -> None:
    imatra, profile = room(), without_kiosk()
    imatra.cameras.enumerate("document_first")
    assert judged(imatra, profile) == {"camera.order": "failed document_first"}
    reenumerate_cameras.apply(SimulatedHost(imatra), TREATED, profile)
    assert judged(imatra, profile) == {}


def test_without_a_hub_there_is_nothing_to_switch() -> None:
    roles = {role: match for role, match in PROFILE.roles.items() if role != "hub"}
    with pytest.raises(Unavailable, match="not_in_profile"):
        reenumerate_cameras.apply(SimulatedHost(room()), TREATED, replace(PROFILE, roles=roles))


def test_a_hub_that_is_gone_cannot_be_switched() -> None:
    imatra = room()
    imatra.usb.lose_hub()
    with pytest.raises(Unavailable, match="missing"):
        reenumerate_cameras.apply(SimulatedHost(imatra), TREATED, PROFILE)
