"""Hub and strangers judged from what hangs on USB."""

from __future__ import annotations

import msgspec
import pytest

from huonevahti_agent.host import UsbDevice
from huonevahti_agent.probes import usb
from huonevahti_agent.probes._presence import Sample
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, USB, device

HUB, BUTTON = device("1-1", "05e3:0610", is_hub=True), device("1-4", "1b1c:0001")


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        pytest.param([HUB], "ok", id="at its port"),
        pytest.param([], "failed missing", id="gone"),
        pytest.param([device("1-3", "05e3:0610", is_hub=True)], "failed missing", id="at another port"),
        pytest.param(
            [device("1-1", "0424:2514", is_hub=True)], "failed missing", id="another hub in its place"
        ),
    ],
)
def test_the_hub_is_judged(devices: list[UsbDevice], expected: str) -> None:
    assert words(usb.signals(Sample(tuple(devices)), USB))["usb.hub"] == expected


@pytest.mark.parametrize(
    ("devices", "count"),
    [
        pytest.param([HUB, BUTTON], 0, id="all of the profile"),
        pytest.param([device("1-3", "413c:2113")], 0, id="a model the profile knows"),
        pytest.param([device("1-5", "1a40:0101", is_hub=True)], 0, id="a hub is wiring"),
        pytest.param([device("1-1.1", "0c45:6366")], 0, id="a stand-in is its role's to judge"),
        pytest.param([device("1-1.4", "046d:0825")], 0, id="so is a role's model at a wrong port"),
        pytest.param(
            [HUB, device("1-3", "0951:1666"), device("1-5", "0951:1666")], 2, id="two memory sticks"
        ),
    ],
)
def test_strangers_are_counted(devices: list[UsbDevice], count: int) -> None:
    judged = next(j for j in usb.signals(Sample(tuple(devices)), USB) if j.name == "usb.stranger")
    assert (judged.value, judged.reason) == (count, "stranger" if count else "")


@pytest.mark.parametrize(
    ("blocked", "reason"),
    [((True, True), "stranger_blocked"), ((True, False), "stranger"), ((False, False), "stranger")],
)
def test_strangers_that_are_all_kept_out_are_told_apart(blocked: tuple[bool, bool], reason: str) -> None:
    sticks = [
        msgspec.structs.replace(device(port, "0951:1666"), is_authorized=not is_blocked)
        for port, is_blocked in zip(("1-3", "1-5"), blocked, strict=True)
    ]
    assert words(usb.signals(Sample((HUB, *sticks)), USB))["usb.stranger"] == f"warning {reason}"


def test_without_usb_there_is_no_data_but_a_reason() -> None:
    assert set(words(usb.signals(Sample(None, "no_usb"), USB)).values()) == {"no_data no_usb"}


def test_what_the_profile_does_not_name_has_no_signal() -> None:
    assert usb.signals(Sample((device("1-1", "05e3:0610"),)), EMPTY) == []
