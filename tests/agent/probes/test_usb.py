"""Hub, strangers, call button and touch panel judged from what hangs on USB."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import UsbDevice
from huonevahti_agent.probes import call_button, touch, usb
from huonevahti_agent.probes._presence import Sample
from huonevahti_wire.profile import Profile, Role, RoleMatch
from tests.agent.probes.judged import words

ROLES: dict[Role, RoleMatch] = {
    "hub": RoleMatch(port="1-1", model="05e3:0610"),
    "customer_camera": RoleMatch(port="1-1.1", model="046d:0825"),
    "call_button": RoleMatch(model="1b1c:0001"),
    "touch": RoleMatch(port="1-2", model="0eef:0001"),
}
PROFILE = Profile(name="p", platform="linux", roles=ROLES, known_models=("413c:2113",))
EMPTY = Profile(name="p", platform="linux")


def _device(port: str, model: str, *, is_hub: bool = False) -> UsbDevice:
    return UsbDevice(port, model, "", "Thing", is_hub)


HUB, BUTTON = _device("1-1", "05e3:0610", is_hub=True), _device("1-4", "1b1c:0001")


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        pytest.param([HUB], "ok", id="at its port"),
        pytest.param([], "failed missing", id="gone"),
        pytest.param([_device("1-3", "05e3:0610", is_hub=True)], "failed missing", id="at another port"),
        pytest.param(
            [_device("1-1", "0424:2514", is_hub=True)], "failed missing", id="another hub in its place"
        ),
    ],
)
def test_the_hub_is_judged(devices: list[UsbDevice], expected: str) -> None:
    assert words(usb.signals(Sample(tuple(devices)), PROFILE))["usb.hub"] == expected


@pytest.mark.parametrize(
    ("devices", "count"),
    [
        pytest.param([HUB, BUTTON], 0, id="all of the profile"),
        pytest.param([_device("1-3", "413c:2113")], 0, id="a model the profile knows"),
        pytest.param([_device("1-5", "1a40:0101", is_hub=True)], 0, id="a hub is wiring"),
        pytest.param([_device("1-1.1", "0c45:6366")], 0, id="a stand-in is its role's to judge"),
        pytest.param([_device("1-1.4", "046d:0825")], 0, id="so is a role's model at a wrong port"),
        pytest.param(
            [HUB, _device("1-3", "0951:1666"), _device("1-5", "0951:1666")], 2, id="two memory sticks"
        ),
    ],
)
def test_strangers_are_counted(devices: list[UsbDevice], count: int) -> None:
    judged = next(j for j in usb.signals(Sample(tuple(devices)), PROFILE) if j.name == "usb.stranger")
    assert (judged.value, judged.reason) == (count, "stranger" if count else "")


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
    assert words(call_button.signals(sample, PROFILE)) == {"call_button.present": expected}


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        pytest.param(_device("1-2", "0eef:0001"), "ok", id="at its port"),
        pytest.param(_device("1-6", "0eef:0001"), "ok", id="it works at another port too"),
        pytest.param(_device("1-2", "ffff:0001"), "failed missing", id="something else at its port"),
    ],
)
def test_the_touch_panel_is_judged(device: UsbDevice, expected: str) -> None:
    assert words(touch.signals(Sample((device,)), PROFILE)) == {"touch.present": expected}


def test_what_the_profile_does_not_name_has_no_signal() -> None:
    sample = Sample((HUB,))
    assert [
        *usb.signals(sample, EMPTY),
        *call_button.signals(sample, EMPTY),
        *touch.signals(sample, EMPTY),
    ] == []


def test_without_usb_there_is_no_data_but_a_reason() -> None:
    assert set(words(usb.signals(Sample(None, "no_usb"), PROFILE)).values()) == {"no_data no_usb"}
