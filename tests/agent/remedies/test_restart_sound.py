"""A sound server that does not answer is started anew, and nothing else is a reason for it."""

from __future__ import annotations

from huonevahti_agent.remedies import restart_sound
from huonevahti_agent.simulated import SimulatedHost
from huonevahti_wire.signals import State
from tests.agent.remedies.stage import PROFILE, failed, judged, room


def test_the_server_runs_again() -> None:
    imatra = room()
    imatra.sound.server_runs = False
    assert judged(imatra)["microphone.present"] == "no_data no_sound_server"
    signal = failed("microphone.present", "no_sound_server", State.NO_DATA)
    restart_sound.apply(SimulatedHost(imatra), (signal,), PROFILE)
    assert judged(imatra) == {}


def test_a_microphone_that_is_out_is_no_reason_for_it() -> None:
    assert {(each.state, each.reasons) for each in restart_sound.TREATS} == {
        (State.NO_DATA, ("no_sound_server",))
    }
