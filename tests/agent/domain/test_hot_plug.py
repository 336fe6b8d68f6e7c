"""Which role a plugged device has, and how a flapping one is told."""

from __future__ import annotations

import pytest

from huonevahti_agent.domain.hot_plug import CALM_SECONDS, Flaps, role_of
from huonevahti_wire.messages import HotPlug
from huonevahti_wire.profile import Profile, RoleMatch

PROFILE = Profile(
    name="room",
    platform="linux",
    roles={
        "customer_camera": RoleMatch(port="1-1.1", model="046d:0893"),
        "document_camera": RoleMatch(port="1-1.2"),
        "call_button": RoleMatch(model="0c45:7403"),
        "microphone": RoleMatch(sound_name="usb-Mic"),
    },
)


@pytest.mark.parametrize(
    ("port", "model", "expected"),
    [
        ("1-1.1", "046d:0893", "customer_camera"),
        ("1-1.1", "", "customer_camera"),
        ("1-1.1", "1234:5678", ""),
        ("1-1.2", "1234:5678", "document_camera"),
        ("1-4", "0c45:7403", "call_button"),
        ("1-4", "046d:0893", ""),
        ("", "", ""),
    ],
)
def test_a_role_goes_by_port_and_by_model_where_no_port_is_named(
    port: str, model: str, expected: str
) -> None:
    assert role_of(port, model, PROFILE) == expected


EVENT = HotPlug("removed", "1-1.2", "1e4e:0110")
BACK = HotPlug("added", "1-1.2", "1e4e:0110")


def test_the_first_happening_is_told_at_once_and_repeats_as_a_count() -> None:
    flaps = Flaps()
    assert flaps.take(EVENT, 0.0) == EVENT
    assert flaps.take(BACK, 0.5) == BACK
    assert [flaps.take(EVENT, 1.0), flaps.take(EVENT, 2.0)] == [None, None]
    assert flaps.due(CALM_SECONDS - 0.1) == []
    assert [(told.action, told.count) for told in flaps.due(CALM_SECONDS + 1)] == [("removed", 2)]


def test_one_that_flaps_on_is_told_ever_more_rarely() -> None:
    flaps = Flaps()
    told = []
    for tenth in range(36_000):
        now = tenth / 10
        told += [taken] if (taken := flaps.take(EVENT, now)) else []
        told += flaps.due(now)
    told += flaps.rest()
    assert sum(event.count for event in told) == 36_000
    assert len(told) < 15


def test_one_that_has_calmed_down_is_told_at_once_again() -> None:
    flaps = Flaps()
    flaps.take(EVENT, 0.0)
    flaps.due(CALM_SECONDS)
    assert flaps.take(EVENT, 60.0) == EVENT
    assert flaps.next_due() == 60.0 + CALM_SECONDS
