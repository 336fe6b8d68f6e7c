"""The simulated kiosk and application: healthy at first, changed by their verbs, mended by a boot."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated import SimulatedHost
from huonevahti_kiosk.application import FRESH_SECONDS
from tests.agent.simulated.worlds import room


def test_a_healthy_kiosk_shows_its_start_button_and_both_cameras() -> None:
    reading = SimulatedHost(room()).kiosk()
    assert (reading.page, reading.answers, reading.start_button, reading.live_tracks) == (
        "home",
        True,
        "shown",
        0,
    )
    assert reading.devices
    assert len(reading.devices.cameras) == 2


def test_in_a_visit_the_first_camera_is_sent() -> None:
    of = room()
    of.visit.start_visit()
    reading = SimulatedHost(of).kiosk()
    assert reading.connection
    assert reading.devices
    assert (reading.start_button, reading.connection.camera) == ("elsewhere", reading.devices.cameras[0])


def test_a_page_elsewhere_is_timed_and_not_looked_into() -> None:
    of = room()
    of.kiosk.show("hand_over")
    SimulatedHost(of).wait(700.0)
    reading = SimulatedHost(of).kiosk()
    assert (reading.page, reading.page_seconds, reading.answers, reading.devices) == (
        "hand_over",
        700.0,
        None,
        None,
    )


def test_a_boot_brings_the_kiosk_home() -> None:
    of = room()
    of.kiosk.show("foreign")
    of.kiosk.is_crashed = True
    of.power.reboot("customer_first")
    reading = SimulatedHost(of).kiosk()
    assert (reading.page, reading.crashed, reading.start_button) == ("home", False, "shown")


def test_an_application_speaks_until_it_falls_silent() -> None:
    of = room()
    host = SimulatedHost(of)
    with pytest.raises(Unavailable, match="no_application"):
        host.application()
    of.application.say("in_call")
    host.wait(FRESH_SECONDS + 1)
    assert host.application().is_fresh
    of.application.is_silent = True
    assert not host.application().is_fresh
