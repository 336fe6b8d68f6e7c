"""A muted device is heard again, and muted again when that made things worse."""

from __future__ import annotations

import pytest

from huonevahti_agent.remedies import unmute
from huonevahti_agent.simulated import SimulatedHost
from tests.agent.remedies.stage import PROFILE, Break, failed, judged, room

MUTED: dict[str, Break] = {
    "microphone.muted": lambda room: room.sound.mute_microphone(),
    "speakers.muted": lambda room: room.sound.mute_speakers(),
}


@pytest.mark.parametrize("name", MUTED)
def test_what_is_muted_is_heard_again_and_can_be_muted_again(name: str) -> None:
    imatra = room()
    MUTED[name](imatra)
    assert judged(imatra) == {name: "failed muted"}
    host = SimulatedHost(imatra)
    former = unmute.apply(host, (failed(name, "muted"),), PROFILE)
    assert judged(imatra) == {}
    unmute.undo(host, former, PROFILE)
    assert judged(imatra) == {name: "failed muted"}
