"""The room's own device is the default one again; without a former default there is nothing to go back to."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.remedies import choose_default
from huonevahti_agent.remedies._sound import Former
from huonevahti_agent.simulated import SimulatedHost
from tests.agent.remedies.stage import PROFILE, failed, judged, room


@pytest.mark.parametrize("role", ["microphone", "speakers"])
def test_the_rooms_own_device_is_chosen(role: str) -> None:
    imatra = room()
    imatra.sound.microphone_is_default = role != "microphone"
    imatra.sound.speakers_are_default = role != "speakers"
    name = f"{role}.default"
    assert judged(imatra) == {name: "failed not_default"}
    former = choose_default.apply(SimulatedHost(imatra), (failed(name, "not_default"),), PROFILE)
    assert judged(imatra) == {}
    assert former.name == ""
    choose_default.undo(SimulatedHost(imatra), former, PROFILE)
    assert judged(imatra) == {}


def test_the_former_default_is_chosen_again() -> None:
    imatra = room()
    host = SimulatedHost(imatra)
    former = Former("source", "another_input")
    choose_default.undo(host, former, PROFILE)
    assert judged(imatra) == {"microphone.default": "failed not_default"}


def test_a_device_that_is_gone_by_now_cannot_be_chosen() -> None:
    imatra = room()
    imatra.sound.kind = "usb"
    imatra.sound.microphone_is_in = False
    with pytest.raises(Unavailable, match="missing"):
        choose_default.apply(SimulatedHost(imatra), (failed("microphone.default", "not_default"),), PROFILE)
