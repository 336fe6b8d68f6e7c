"""The call button judged from what hangs on USB."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import UsbDevice
from huonevahti_agent.probes import call_button
from huonevahti_agent.probes._presence import Sample
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, USB, device

HUB, BUTTON = device("1-1", "05e3:0610", is_hub=True), device("1-4", "1b1c:0001")


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        pytest.param((BUTTON,), "ok", id="anywhere"),
        pytest.param((HUB,), "failed missing", id="gone"),
        pytest.param(None, "no_data no_usb", id="no USB to look at"),
    ],
)
def test_the_call_button_is_judged(devices: tuple[UsbDevice, ...] | None, expected: str) -> None:
    sample = Sample(devices, "" if devices is not None else "no_usb")
    assert words(call_button.signals(sample, USB)) == {"call_button.present": expected}


def test_what_the_profile_does_not_name_has_no_signal() -> None:
    assert call_button.signals(Sample((device("1-1", "05e3:0610"),)), EMPTY) == []
