"""The loop test on sound made from a seed: late, faint, cut, distorted, or drowned in noise."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huonevahti_agent.domain.loop_test import (
    LISTENING_SECONDS,
    TONES_HERTZ,
    Calibration,
    Verdict,
    calibrate,
    hear,
    judge,
    sound_out,
)
from huonevahti_agent.domain.tones import chord, dbfs, samples
from huonevahti_wire.signals import State
from tests.agent.sound.sounds import RATE, limited, noise

OUT = samples(sound_out())


def _heard(
    gain_db: float, late_seconds: float = 0.3, most: int = 32_767, level_dbfs: float = -60.0
) -> array[int]:
    """What comes back of the tones in a room."""
    room, gain = noise(LISTENING_SECONDS, level_dbfs), 10 ** (gain_db / 20)
    start = round(late_seconds * RATE)
    for n, value in enumerate(OUT[: len(room) - start], start):
        room[n] = limited(room[n] + limited(value * gain, most))
    return room


def _judged(sound: array[int], calibration: Calibration | None = None) -> Verdict:
    return judge(hear(sound.tobytes()), calibration or CALIBRATION)


CALIBRATION = calibrate([hear(_heard(-10.0).tobytes())])


@pytest.mark.parametrize(
    ("gain_db", "state", "reason"),
    [
        (-10, State.OK, ""),
        (-13, State.OK, ""),
        (-7, State.OK, ""),
        (-16, State.WARNING, "quieter"),
        (-4, State.WARNING, "louder"),
        (-28, State.WARNING, "quieter"),
        (-31, State.FAILED, "cut"),
        (-200, State.FAILED, "cut"),
    ],
)
def test_the_loop_is_judged_against_its_calibration(gain_db: float, state: State, reason: str) -> None:
    verdict = _judged(_heard(gain_db))
    assert (verdict.state, verdict.reason) == (state, reason)
    if state != State.FAILED:
        assert verdict.change_db == pytest.approx(gain_db + 10, abs=0.3)


@settings(max_examples=10)
@given(st.floats(0, 1.4))
def test_sound_that_takes_its_time_is_heard_as_well(late_seconds: float) -> None:
    heard = hear(_heard(-10, late_seconds).tobytes())
    assert judge(heard, CALIBRATION).state == State.OK
    assert heard.delay_seconds == pytest.approx(late_seconds, abs=0.11)


def test_the_levels_of_the_tones_are_those_sent_out() -> None:
    heard = hear(sound_out() + bytes(RATE))
    assert heard.levels_dbfs == pytest.approx([-26.0] * len(TONES_HERTZ), abs=0.05)
    assert heard.distortion_ratio < 0.001


def test_a_speaker_that_rattles_distorts() -> None:
    calibration = calibrate([hear(_heard(-7.0).tobytes())])
    verdict = _judged(_heard(0, most=1_400), calibration)
    assert (verdict.state, verdict.reason) == (State.WARNING, "distorted")
    assert verdict.distortion_ratio > 0.2
    assert calibration.distortion_ratio < 0.01


def test_two_clocks_that_run_a_ten_thousandth_apart_are_no_distortion() -> None:
    fast = [hertz * 1.0001 for hertz in TONES_HERTZ]
    heard = hear(chord(fast, -26.0, 2.0, RATE) + bytes(2 * RATE))
    assert heard.distortion_ratio < 0.05
    assert heard.levels_dbfs == pytest.approx([-26.0] * len(fast), abs=0.5)


def test_one_tone_swallowed_by_a_room_that_was_rearranged_is_no_fault() -> None:
    heard = hear(_heard(-10).tobytes())
    lower = (heard.levels_dbfs[0] - 15, *heard.levels_dbfs[1:])
    verdict = judge(type(heard)(lower, heard.noise_dbfs, heard.distortion_ratio, 0.3), CALIBRATION)
    assert verdict.state == State.OK


def test_tones_drowned_in_noise_count_as_not_heard() -> None:
    assert _judged(_heard(-45, level_dbfs=-25)).reason == "cut"


def test_silence_is_a_cut_loop() -> None:
    assert _judged(array("h", bytes(2 * 2 * RATE))).reason == "cut"


def test_the_tones_fade_in_and_out_and_never_come_near_full_scale() -> None:
    assert (OUT[0], OUT[-1]) == (0, 0)
    assert dbfs(max(abs(value) for value in OUT)) < -13.9
    assert len(OUT) == 2 * RATE


def test_calibration_is_the_middle_of_several_runs() -> None:
    runs = [hear(_heard(gain).tobytes()) for gain in (-10.0, -10.5, -30.0)]
    assert calibrate(runs).levels_dbfs == runs[1].levels_dbfs


def test_a_stretch_too_short_to_hold_the_tones_is_refused() -> None:
    with pytest.raises(ValueError, match="found 7999 samples, expected 8000 at least"):
        hear(bytes(2 * 7999))
