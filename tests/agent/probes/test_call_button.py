"""The call button judged from what hangs on USB, from hands, and from the days that nobody pressed it."""

from __future__ import annotations

import pytest

from huonevahti_agent.domain.hands import STUCK_SECONDS, Hands
from huonevahti_agent.domain.presses import Presses
from huonevahti_agent.host import UsbDevice
from huonevahti_agent.probes import call_button
from huonevahti_agent.probes._hands import Sample
from huonevahti_agent.probes._presence import Sample as Plugged
from huonevahti_agent.simulated import SimulatedHost
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, USB, device
from tests.agent.simulated import worlds

HUB, BUTTON = device("1-1", "05e3:0610", is_hub=True), device("1-4", "1b1c:0001")
IN_PLACE = Plugged((BUTTON,))


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        pytest.param((BUTTON,), "ok", id="anywhere"),
        pytest.param((HUB,), "failed missing", id="gone"),
        pytest.param(None, "no_data no_usb", id="no USB to look at"),
    ],
)
def test_the_call_button_is_judged(devices: tuple[UsbDevice, ...] | None, expected: str) -> None:
    plugged = Plugged(devices, "" if devices is not None else "no_usb")
    judged = words(call_button.signals(Sample(plugged, Hands()), USB))
    assert judged["call_button.present"] == expected


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        pytest.param(Sample(IN_PLACE, Hands()), "ok", id="nobody presses"),
        pytest.param(Sample(IN_PLACE, Hands(press_held_seconds=STUCK_SECONDS - 1)), "ok", id="a long press"),
        pytest.param(
            Sample(IN_PLACE, Hands(press_held_seconds=STUCK_SECONDS)), "failed held_down", id="it hangs"
        ),
        pytest.param(Sample(IN_PLACE, None, "not_permitted"), "no_data not_permitted", id="no rights"),
        pytest.param(Sample(Plugged((HUB,)), Hands()), "no_data missing", id="it is not there"),
    ],
)
def test_a_button_that_hangs_is_found(sample: Sample, expected: str) -> None:
    assert words(call_button.signals(sample, USB))["call_button.stuck"] == expected


@pytest.mark.parametrize(
    ("presses", "expected"),
    [
        pytest.param(None, "ok", id="nobody counts"),
        pytest.param(Presses(6), "ok", id="six open days"),
        pytest.param(Presses(7, was_pressed=True), "warning not_pressed", id="a week"),
        pytest.param(Presses(7), "warning never_pressed", id="a week, and never before"),
    ],
)
def test_a_button_that_nobody_presses_is_found(presses: Presses | None, expected: str) -> None:
    judged = call_button.signals(Sample(IN_PLACE, Hands(), presses=presses), USB)[-1]
    assert words([judged]) == {"call_button.last_press": expected}
    assert judged.value == (presses.open_days if presses else 0), "whole days, and no instant"


def test_a_button_held_in_a_simulated_room_hangs_until_it_is_freed() -> None:
    room = worlds.room()
    profile = worlds.FITTED
    host = SimulatedHost(room)
    room.hands.hold_button()
    room.clock.time.advance(STUCK_SECONDS)  # type: ignore[attr-defined]  # this world's time is virtual
    held = words(call_button.signals(call_button.sample(host, profile), profile))
    room.hands.release_button()
    freed = words(call_button.signals(call_button.sample(host, profile), profile))
    assert (held["call_button.stuck"], freed["call_button.stuck"]) == ("failed held_down", "ok")


def test_what_the_profile_does_not_name_has_no_signal() -> None:
    assert call_button.signals(Sample(Plugged((device("1-1", "05e3:0610"),))), EMPTY) == []
