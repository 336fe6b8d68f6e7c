"""What the measures of an empty room are judged to be."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from huonevahti_agent.domain.sound_findings import Usual, judge, learn
from huonevahti_agent.domain.sound_measures import Measures, measure
from huonevahti_wire.signals import State
from tests.agent.sound.sounds import noise, with_clicks

QUIET = Measures(
    seconds=10.0, level_dbfs=-60.0, peak_dbfs=-48.0, noise_floor_dbfs=-60.5, is_silent=False, clipping_ratio=0.0,
    dc_offset_ratio=0.0, hum_dbfs=-85.0, hum_ratio=0.0, gaps_per_minute=0.0, gap_ratio=0.0, clicks_per_second=0.0,
    kurtosis=3.0,
)  # fmt: skip
USUAL = Usual(-60.0, -60.5)


def _turned(measures: Measures, usual: Usual | None = USUAL) -> dict[str, tuple[State, str]]:
    """Each condition that is not ok, by its last word."""
    judged = judge(measures, usual)
    assert len({each.name for each in judged}) == 7
    return {j.name.removeprefix("microphone."): (j.state, j.reason) for j in judged if j.state != State.OK}


@pytest.mark.parametrize(
    ("changed", "turned"),
    [
        ({}, {}),
        ({"level_dbfs": -50.0, "noise_floor_dbfs": -50.0}, {}),
        ({"level_dbfs": -40.0}, {"level": (State.WARNING, "too_high")}),
        ({"level_dbfs": -75.0}, {"level": (State.WARNING, "too_low")}),
        ({"noise_floor_dbfs": -90.0}, {"noise_floor": (State.WARNING, "too_low")}),
        ({"noise_floor_dbfs": -30.0}, {"noise_floor": (State.WARNING, "too_high")}),
        ({"is_silent": True, "level_dbfs": -120.0},
         {"level": (State.FAILED, "silent"), "noise_floor": (State.NO_DATA, "silent")}),
        ({"clipping_ratio": 0.002}, {"clipping": (State.WARNING, "clipping")}),
        ({"gaps_per_minute": 3.0}, {"dropouts": (State.WARNING, "dropouts")}),
        ({"gaps_per_minute": 3.0, "gap_ratio": 0.2}, {"dropouts": (State.FAILED, "dropouts")}),
        ({"clicks_per_second": 0.5, "kurtosis": 5000.0}, {"crackle": (State.WARNING, "crackles")}),
        ({"clicks_per_second": 2.0, "kurtosis": 2000.0}, {"crackle": (State.FAILED, "crackles")}),
        ({"clicks_per_second": 2.0, "kurtosis": 3.1}, {}),
        ({"clicks_per_second": 0.1, "kurtosis": 900.0}, {}),
        ({"dc_offset_ratio": -0.03}, {"dc_offset": (State.WARNING, "dc_offset")}),
        ({"hum_dbfs": -45.0, "hum_ratio": 0.8}, {"hum": (State.WARNING, "hum")}),
        ({"hum_dbfs": -45.0, "hum_ratio": 0.1}, {}),
        ({"hum_dbfs": -70.0, "hum_ratio": 0.9}, {}),
    ],
    ids=["quiet", "ventilation", "gain", "far", "cable out", "open input", "dead", "clipping", "gaps", "half gone",
         "rare clicks", "many clicks", "no witness", "one click", "offset", "hum", "hum under noise", "faint hum"],
)  # fmt: skip
def test_a_measure_turns_its_own_condition(
    changed: dict[str, Any], turned: dict[str, tuple[State, str]]
) -> None:
    assert _turned(replace(QUIET, **changed)) == turned


def test_before_a_room_is_learnt_its_level_is_told_and_not_judged() -> None:
    assert _turned(replace(QUIET, level_dbfs=-20.0, noise_floor_dbfs=-25.0), None) == {}


@pytest.mark.parametrize(
    ("per_second", "state"), [(0.5, State.WARNING), (2.0, State.FAILED), (20.0, State.FAILED)]
)
def test_clicks_are_judged_from_the_sound_itself(per_second: float, state: State) -> None:
    usual = learn([measure(noise(2, seed=night).tobytes()) for night in range(3)])
    found = _turned(measure(with_clicks(noise(10), per_second).tobytes()), usual)
    assert found["crackle"] == (state, "crackles")
    assert "noise_floor" not in found


def test_the_usual_is_the_middle_of_several_nights() -> None:
    nights = [replace(QUIET, level_dbfs=level, noise_floor_dbfs=level - 1) for level in (-60.0, -58.0, -20.0)]
    assert learn(nights) == Usual(-58.0, -59.0)
