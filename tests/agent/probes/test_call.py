"""A call judged by the numbers that the application or the page gives of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from huonevahti_agent.domain.witnesses import Call
from huonevahti_agent.probes import call
from huonevahti_agent.probes.call import Sample
from huonevahti_kiosk.application import CallNumbers
from huonevahti_wire.profile import Kiosk, Profile, RoleMatch
from tests.agent.probes.judged import words

PROFILE = Profile(
    name="p",
    platform="linux",
    roles={"customer_camera": RoleMatch(model="046d:085e"), "document_camera": RoleMatch(model="0c45:6366")},
    kiosk=Kiosk(),
)
GOOD = CallNumbers(
    frames_per_second=30.0,
    sent_loss_ratio=0.0,
    received_loss_ratio=0.01,
    jitter_seconds=0.005,
    round_trip_seconds=0.04,
)


def _judged(camera: str = "HD (046d:085e)", is_live: bool | None = True, **numbers: Any) -> dict[str, str]:
    seen = Call("page", camera, msgspec.structs.replace(GOOD, **numbers), is_live)
    return words(call.signals(Sample(seen), PROFILE))


def test_a_good_call_is_ok_in_all() -> None:
    assert _judged() == dict.fromkeys(call.SIGNALS, "ok")


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"camera": ""}, "camera", "warning none_sent"),
        ({"is_live": False}, "camera", "warning not_live"),
        ({"is_live": None}, "camera", "ok"),
        ({"frames_per_second": 2.0}, "frames", "warning too_low"),
        ({"frames_per_second": None}, "frames", "no_data not_supported"),
        ({"sent_loss_ratio": 0.2}, "loss", "warning too_high"),
        ({"received_loss_ratio": 0.2}, "loss", "warning too_high"),
        ({"sent_loss_ratio": None, "received_loss_ratio": None}, "loss", "no_data not_supported"),
        ({"jitter_seconds": 0.2}, "jitter", "warning too_high"),
        ({"round_trip_seconds": 1.0}, "round_trip", "warning too_high"),
    ],
)
def test_each_trouble_of_a_call_has_its_word(changes: dict[str, Any], name: str, expected: str) -> None:
    assert _judged(**changes)[f"call.{name}"] == expected


@pytest.mark.parametrize(
    ("label", "value"),
    [("HD (046d:085e)", "customer"), ("Desk (0c45:6366)", "document"), ("Built-in", "Built-in")],
)
def test_the_camera_that_is_sent_is_named_by_its_role(label: str, value: str) -> None:
    judged = call.signals(Sample(Call("page", label, GOOD)), PROFILE)
    assert next(each.value for each in judged if each.name == "call.camera") == value


def test_without_a_call_there_is_no_data() -> None:
    assert words(call.signals(Sample(None), PROFILE)) == dict.fromkeys(call.SIGNALS, "no_data no_call")


def test_where_nobody_could_tell_of_a_call_there_is_no_such_signal() -> None:
    assert call.signals(Sample(None, "not_in_profile"), PROFILE) == []
