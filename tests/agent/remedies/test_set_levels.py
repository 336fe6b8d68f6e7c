"""A volume outside its limits is set to their middle, and back to what it was when that made things worse."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from huonevahti_agent.remedies import set_levels
from huonevahti_agent.simulated import SimulatedHost
from huonevahti_wire.profile import Levels
from tests.agent.remedies.stage import PROFILE, Break, failed, judged, room

TURNED: dict[str, tuple[Break, str]] = {
    "microphone.volume": (lambda room: room.sound.drop_level(), "too_low"),
    "speakers.volume": (lambda room: room.sound.turn_speakers_down(), "too_low"),
}


@pytest.mark.parametrize("name", TURNED)
def test_a_volume_is_set_right_and_can_be_put_back(name: str) -> None:
    imatra = room()
    turn, reason = TURNED[name]
    turn(imatra)
    host = SimulatedHost(imatra)
    before = host.sound()
    former = set_levels.apply(host, (failed(name, reason),), PROFILE)
    assert judged(imatra) == {}
    set_levels.undo(host, former, PROFILE)
    assert host.sound() == before


@pytest.mark.parametrize(("least", "most", "target"), [(0.4, 1.0, 0.7), (0.5, 0.5, 0.5), (0.0, 0.2, 0.1)])
def test_the_target_lies_in_the_middle_of_the_limits(least: float, most: float, target: float) -> None:
    levels = Levels(
        microphone_volume_min_ratio=least,
        microphone_volume_max_ratio=most,
        speakers_volume_min_ratio=0.2,
        speakers_volume_max_ratio=0.6,
    )
    profile = replace(PROFILE, levels=levels)
    assert set_levels.target_ratio("source", profile) == pytest.approx(target)
    assert set_levels.target_ratio("sink", profile) == pytest.approx(0.4)
