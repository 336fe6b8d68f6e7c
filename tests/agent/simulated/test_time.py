"""Time in the simulated world: virtual time leaps and keeps order, real time ends a wait when somebody rings."""

from __future__ import annotations

import threading
from datetime import timedelta

from huonevahti_agent.simulated import RealTime, SimulatedHost, VirtualTime, World
from huonevahti_agent.simulated.usb import TOUCH
from tests.agent.simulated import worlds


def test_a_wait_in_virtual_time_is_over_at_once_and_took_its_time() -> None:
    host = SimulatedHost(worlds.room())
    before, began = host.now(), host.monotonic()
    assert host.wait(3600) == ()
    assert host.now() - before == timedelta(hours=1)
    assert host.monotonic() - began == 3600


def test_a_wait_ends_at_the_happening_that_concerns_it() -> None:
    time = VirtualTime(worlds.START_AT)
    room = World(1, time, worlds.PROFILE).room("imatra")
    happened: list[float] = []
    time.arrange(40, room.usb.unplug_touch)
    time.arrange(10, lambda: happened.append(time.elapsed_seconds()))
    time.arrange(50, lambda: happened.append(time.elapsed_seconds()))
    assert [change.port for change in SimulatedHost(room).wait(60)] == [TOUCH.port]
    assert time.elapsed_seconds() == 40
    assert happened == [10]


def test_a_ring_before_a_wait_is_not_lost_and_rings_once() -> None:
    host = SimulatedHost(worlds.room())
    host.wake()
    host.wait(60)
    assert host.monotonic() == 0
    host.wait(60)
    assert host.monotonic() == 60


def test_a_shifted_clock_shows_in_the_terminals_time_alone() -> None:
    room = worlds.room()
    host = SimulatedHost(room)
    room.clock.shift_clock(-7200)
    assert host.now() - worlds.START_AT == timedelta(hours=-2)
    assert host.monotonic() == 0
    assert host.handshake("video.example", 443, tls=True).server_date_at == worlds.START_AT
    assert not host.clock_is_synchronised()


def test_a_wait_in_real_time_ends_when_a_device_goes() -> None:
    room = World(1, RealTime(worlds.START_AT), worlds.PROFILE).room("imatra")
    host = SimulatedHost(room)
    threading.Timer(0.05, room.usb.unplug_touch).start()
    assert [change.action for change in host.wait(20)] == ["removed"]
    assert host.monotonic() < 10


def test_a_wait_in_real_time_ends_by_itself() -> None:
    host = SimulatedHost(World(1, RealTime(worlds.START_AT), worlds.PROFILE).room("imatra"))
    assert host.wait(0.05) == ()
    assert 0.05 <= host.monotonic() < 5
