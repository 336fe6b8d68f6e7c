"""A picture is dark, white, frozen or normal, by its numbers alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_agent.domain.picture import GreyFrame, Look, is_unlit, judge, tone
from tests.agent.domain.views import Light, frame, plate, room

SIZE = 64 * 48


def _flat(mean: float, noise: float, seed: int) -> GreyFrame:
    lot = random.Random(seed)
    luma = bytes(max(0, min(255, round(lot.gauss(mean, noise)))) for _ in range(SIZE))
    return GreyFrame(luma, 64, 48)


@pytest.mark.parametrize(
    ("mean", "noise", "look"),
    [
        (0, 0, Look.DARK),
        (16, 0, Look.DARK),
        (16, 1.5, Look.DARK),
        (24, 5, Look.DARK),
        (34, 2, Look.NORMAL),
        (20, 12, Look.NORMAL),
        (128, 1, Look.NORMAL),
        (128, 0, Look.FROZEN),
        (215, 2, Look.NORMAL),
        (235, 1, Look.WHITE),
        (255, 0, Look.WHITE),
        (230, 20, Look.NORMAL),
    ],
    ids=["no signal", "video black", "covered", "covered at full gain", "dusk", "a lamp in the dark", "grey wall",
         "a driver that repeats itself", "bright wall", "dazzled", "saturated", "bright with structure"],
)  # fmt: skip
def test_an_even_picture_is_judged_by_brightness_and_noise(mean: float, noise: float, look: Look) -> None:
    assert judge(_flat(mean, noise, 1), _flat(mean, noise, 2)).look == look


def test_an_empty_white_plate_is_normal_for_the_camera_that_always_sees_it() -> None:
    first, last = _flat(232, 1, 1), _flat(232, 1, 2)
    assert judge(first, last, usual_mean=238.0).look == Look.NORMAL
    assert judge(first, last, usual_mean=120.0).look == Look.WHITE
    assert judge(_flat(16, 1, 1), _flat(16, 1, 2), usual_mean=16.0).look == Look.DARK


def test_two_equal_frames_of_a_room_are_frozen_and_one_changed_point_is_life() -> None:
    seen = frame(room(3), Light())
    assert judge(seen, seen).look == Look.FROZEN
    moved = GreyFrame(bytes([seen.luma[0] ^ 1]) + seen.luma[1:], seen.width, seen.height)
    assert judge(seen, moved).look == Look.NORMAL
    assert judge(seen, moved).difference == pytest.approx(1 / SIZE)


@given(st.integers(0, 10_000), st.floats(0.7, 1.4), st.floats(-15, 15), st.floats(0.5, 8))
def test_a_lit_room_with_any_exposure_and_noise_is_normal(
    seed: int, gain: float, veil: float, noise: float
) -> None:
    view = room(seed) if seed % 2 else plate(seed)
    first, last = (frame(view, Light(gain, veil, noise, each)) for each in (1, 2))
    assert judge(first, last).look == Look.NORMAL


@given(st.binary(min_size=1, max_size=400))
def test_mean_and_deviation_are_those_of_the_bytes(luma: bytes) -> None:
    mean, deviation = tone(luma)
    assert mean == pytest.approx(sum(luma) / len(luma))
    assert deviation**2 == pytest.approx(sum((b - mean) ** 2 for b in luma) / len(luma), abs=1e-6)


def test_the_lights_are_out_when_no_camera_sees_light() -> None:
    assert is_unlit((Look.DARK, Look.DARK))
    assert is_unlit((Look.DARK,)), "a single camera cannot tell its covered lens from the night"
    assert not is_unlit((Look.DARK, Look.NORMAL))
    assert not is_unlit(())


@pytest.mark.parametrize(("luma", "width", "height"), [(b"", 0, 0), (b"abc", 2, 2)])
def test_a_frame_that_is_not_what_it_says_is_refused(luma: bytes, width: int, height: int) -> None:
    with pytest.raises(ValueError, match=f"found {len(luma)} bytes, expected {width} x {height}"):
        GreyFrame(luma, width, height)
