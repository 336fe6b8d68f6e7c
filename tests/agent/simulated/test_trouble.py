"""What can befall a simulated room beyond its levers shows in the raw calls it concerns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom
from huonevahti_agent.simulated.network import GATEWAY
from huonevahti_agent.simulated.usb import CUSTOMER_CAMERA, DOCUMENT_CAMERA
from huonevahti_wire.messages import BootCause
from huonevahti_wire.plan.boots import Before, cause
from tests.agent.simulated import worlds

NAME = "video.example"


@pytest.mark.parametrize(
    ("befalls", "expected"),
    [
        (lambda room: room.power.shut_down(), BootCause.FOREIGN_CLEAN),
        (lambda room: room.power.cut_power(), BootCause.POWER_CUT),
        (lambda room: room.power.crash(), BootCause.PANIC),
        (lambda room: room.power.crash(by_watchdog=True), BootCause.WATCHDOG),
    ],
    ids=["restart", "cut", "panic", "watchdog"],
)
def test_each_way_down_leaves_its_traces(
    befalls: Callable[[SimulatedRoom], None], expected: BootCause
) -> None:
    room = worlds.room()
    before = room.power.boot_id
    befalls(room)
    room.power.restore_power()
    assert cause(SimulatedHost(room).boot_traces(), Before(before)) is expected
    assert room.power.boot_id != before


def test_swapped_cameras_keep_their_models_and_change_their_ports() -> None:
    room = worlds.room()
    room.usb.swap_cameras()
    ports = {device.model: device.port for device in SimulatedHost(room).usb_devices()}
    assert (ports[CUSTOMER_CAMERA.model], ports[DOCUMENT_CAMERA.model]) == (
        DOCUMENT_CAMERA.port,
        CUSTOMER_CAMERA.port,
    )
    room.usb.swap_cameras()
    assert not room.usb.lacks(CUSTOMER_CAMERA)


def test_names_that_do_not_resolve_leave_the_gateway_alone() -> None:
    room = worlds.room()
    room.network.names_resolve = False
    host = SimulatedHost(room)
    assert host.reach(GATEWAY) > 0
    assert host.handshake(NAME, 443, tls=True).failure == "dns"
    with pytest.raises(OSError, match=NAME):
        host.resolve(NAME)


def test_a_dead_gateway_cuts_everything_behind_it_off() -> None:
    room, heard = worlds.room(), list[bool]()
    room.network.followers.append(heard.append)
    room.network.stop_gateway()
    with pytest.raises(TimeoutError):
        SimulatedHost(room).reach(GATEWAY)
    room.network.start_gateway()
    assert heard == [False, True]


def test_a_service_that_is_down_and_one_with_another_certificate_are_told_apart() -> None:
    room = worlds.room()
    host = SimulatedHost(room)
    room.network.down[NAME] = "refused"
    assert host.handshake(NAME, 443, tls=True).failure == "refused"
    room.network.down.clear()
    room.network.certificates[NAME] = ("Other CA", True)
    seen = host.handshake(NAME, 443, tls=True)
    assert (seen.issuer_common_name, seen.is_trusted) == ("Other CA", True)


def test_an_interceptor_may_open_some_lines_only() -> None:
    room = worlds.room()
    room.network.intercept(("Fortinet CA", "Fortinet"), ["other.example"])
    assert SimulatedHost(room).handshake(NAME, 443, tls=True).is_trusted
    assert SimulatedHost(room).handshake("other.example", 443, tls=True).issuer_common_name == "Fortinet CA"


def test_a_machine_is_as_full_and_hot_as_it_is_made() -> None:
    room = worlds.room()
    room.machine.disk_ratio, room.machine.temperature_celsius = 0.97, 91.0
    reading = SimulatedHost(room).machine()
    assert (reading.disk_ratio, reading.temperature_celsius, reading.memory_ratio < 0.5) == (0.97, 91.0, True)


def test_without_its_sound_server_a_room_tells_nothing_of_sound() -> None:
    room = worlds.room()
    room.sound.server_runs = False
    with pytest.raises(Unavailable, match="no_sound_server"):
        SimulatedHost(room).sound()


def test_whoever_drives_an_agent_by_hand_is_told_when_its_wait_would_end() -> None:
    room, rings = worlds.room(), list[int]()
    room.bell.listener = lambda: rings.append(1)
    room.usb.unplug_touch()
    SimulatedHost(room).wake()
    assert len(rings) == 2
