"""The simulated kiosk and application: healthy at first, changed by their verbs, mended by a boot."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated import SimulatedHost
from huonevahti_agent.simulated.call import Sent
from huonevahti_agent.simulated.kiosk import Blind
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
    host.wait(FRESH_SECONDS + 1)
    assert not host.application().is_fresh


def test_a_browser_that_is_started_anew_still_loads_a_page_without_its_button() -> None:
    of = room()
    of.kiosk.button, of.kiosk.is_crashed = "missing", True
    of.kiosk.restart_browser()
    reading = SimulatedHost(of).kiosk()
    assert (reading.crashed, reading.start_button) == (False, "missing")


@pytest.mark.parametrize(
    ("blind_to", "cameras", "microphones"),
    [
        ("camera", 0, ("Room microphone",)),
        ("microphone", 2, ()),
        ("permission", 2, ("",)),
    ],
)
def test_a_page_may_see_less_than_the_terminal_has(
    blind_to: Blind, cameras: int, microphones: tuple[str, ...]
) -> None:
    of = room()
    of.kiosk.blind_to = blind_to
    devices = SimulatedHost(of).kiosk().devices
    assert devices
    assert (len(devices.cameras), devices.microphones) == (cameras, microphones)


def test_what_the_rooms_line_loses_the_call_loses_too() -> None:
    of = room()
    of.visit.start_visit()
    of.network.loss_ratio = 0.4
    connection = SimulatedHost(of).kiosk().connection
    assert connection
    assert (connection.sent_loss_ratio, connection.connected) == (0.4, True)
    of.network.cut_network()
    connection = SimulatedHost(of).kiosk().connection
    assert connection
    assert not connection.connected


@pytest.mark.parametrize(("sends", "number"), [("first", 0), ("document", 1), ("none", None)])
def test_a_call_sends_the_camera_that_was_chosen(sends: Sent, number: int | None) -> None:
    of = room()
    of.visit.start_visit()
    of.kiosk.call.sends = sends
    reading = SimulatedHost(of).kiosk()
    assert reading.connection
    assert reading.devices
    assert reading.connection.camera == ("" if number is None else reading.devices.cameras[number])
    assert reading.connection.camera_is_live is (number is not None)


def test_a_still_camera_is_named_and_gives_no_pictures() -> None:
    of = room()
    of.visit.start_visit()
    of.kiosk.call.sends = "still"
    connection = SimulatedHost(of).kiosk().connection
    assert connection
    assert (bool(connection.camera), connection.camera_is_live, connection.frames_per_second) == (
        True,
        False,
        None,
    )


def test_an_application_that_speaks_again_says_what_it_said() -> None:
    of = room()
    of.application.say("waiting")
    of.application.is_silent = True
    SimulatedHost(of).wait(FRESH_SECONDS + 1)
    assert not SimulatedHost(of).application().is_fresh
    of.application.speak_again()
    reading = SimulatedHost(of).application()
    assert (reading.is_fresh, reading.word.state) == (True, "waiting")
