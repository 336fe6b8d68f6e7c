"""The measures of sound made from a seed: each fault turns its own number, and quiet turns none."""

from __future__ import annotations

import math
import random
import tracemalloc
from array import array
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_agent.domain import crackle
from huonevahti_agent.domain.sound_measures import Measures, measure
from tests.agent.sound.sounds import RATE, limited, noise, with_clicks, with_tone

QUIET = noise(4)


def _measured(sound: array[int]) -> Measures:
    return measure(sound.tobytes(), RATE)


@pytest.mark.parametrize("peak_dbfs", [-3.0, -20.0, -40.0])
def test_the_level_of_a_tone_is_three_decibels_under_its_peak(peak_dbfs: float) -> None:
    measured = _measured(with_tone(array("h", bytes(2 * RATE)), 440, peak_dbfs))
    assert measured.level_dbfs == pytest.approx(peak_dbfs - 3.01, abs=0.02)
    assert measured.peak_dbfs == pytest.approx(peak_dbfs, abs=0.05)


@pytest.mark.parametrize("level_dbfs", [-70.0, -60.0, -40.0])
def test_the_floor_of_noise_is_its_level_and_stays_it_beside_a_short_loud_sound(level_dbfs: float) -> None:
    sound = noise(4, level_dbfs)
    sound[RATE : 2 * RATE] = noise(1, -20.0, seed=2)
    assert _measured(sound).noise_floor_dbfs == pytest.approx(level_dbfs, abs=1.0)
    assert _measured(sound).level_dbfs > level_dbfs + 10


@pytest.mark.parametrize("per_second", [0.5, 2.0, 20.0])
def test_every_click_in_a_quiet_room_is_found_and_kurtosis_bears_witness(per_second: float) -> None:
    measured = _measured(with_clicks(noise(10), per_second))
    assert measured.clicks_per_second == pytest.approx(per_second)
    assert measured.kurtosis > 100
    assert measured.noise_floor_dbfs == pytest.approx(-60, abs=1.0)


def test_minutes_of_quiet_hold_no_click(scaled: Callable[[int, int], int]) -> None:
    for minute in range(scaled(1, 10)):
        measured = _measured(noise(60, seed=minute))
        assert (measured.clicks_per_second, measured.gaps_per_minute, measured.clipping_ratio) == (0, 0, 0)
        assert measured.kurtosis == pytest.approx(3, abs=0.1)


@given(st.integers(0, 10_000), st.floats(-75, -25))
def test_even_noise_of_any_level_does_not_crackle(seed: int, level_dbfs: float) -> None:
    assert crackle.measure(noise(1, level_dbfs, seed), RATE).clicks_per_second == 0


@given(st.integers(0, 10_000), st.integers(1, 10), st.floats(-75, -50))
def test_clicks_at_any_places_are_counted(seed: int, count: int, level_dbfs: float) -> None:
    sound, lot = noise(1, level_dbfs, seed), random.Random(seed)
    for place in lot.sample(range(1, 100), count):
        sound[place * 160 : place * 160 + 3] = array("h", (8231, -8231, 8231))
    assert crackle.measure(sound, RATE).clicks_per_second == count


def test_a_fan_that_starts_is_no_click() -> None:
    sound = noise(4, -65.0)
    sound[2 * RATE :] = noise(2, -45.0, seed=2)
    assert _measured(sound).clicks_per_second <= 0.25


def test_clicks_out_of_digital_silence_are_found_and_those_nobody_hears_are_not() -> None:
    assert _measured(with_clicks(array("h", bytes(2 * 4 * RATE)), 2)).clicks_per_second == 2
    faint = array("h", bytes(2 * 4 * RATE))
    faint[1000] = 12
    assert _measured(faint).clicks_per_second == 0


def test_a_stretch_too_short_to_differ_does_not_crackle() -> None:
    for count in range(3):
        assert crackle.measure(array("h", range(count)), RATE).clicks_per_second == 0


@pytest.mark.parametrize(
    ("hertz", "peak_dbfs", "is_clipped"),
    [(440, 6.0, True), (440, -0.2, False), (1000, 3.0, True), (1000, -0.2, False), (300, -1.5, False)],
)
def test_clipping_is_flat_tops_and_not_loudness(hertz: float, peak_dbfs: float, is_clipped: bool) -> None:
    ratio = _measured(with_tone(array("h", bytes(2 * RATE)), hertz, peak_dbfs)).clipping_ratio
    assert (ratio > 0.1) if is_clipped else (ratio == 0)


def test_the_clipped_share_is_that_of_the_samples_cut() -> None:
    sound = with_tone(noise(2), 440, 3.0)
    cut = sum(abs(value) >= 32_767 for value in sound)
    assert _measured(sound).clipping_ratio == pytest.approx(cut / len(sound), rel=0.1)


@pytest.mark.parametrize("mains_hertz", [49.9, 50.0, 50.1])
def test_hum_is_the_mains_and_its_harmonics_as_they_wander(mains_hertz: float) -> None:
    sound = with_tone(with_tone(QUIET, mains_hertz, -40), 3 * mains_hertz, -46)
    measured = _measured(sound)
    assert measured.hum_dbfs == pytest.approx(-42.04, abs=0.3)
    assert measured.hum_ratio > 0.9


def test_a_tone_that_is_not_the_mains_is_no_hum() -> None:
    for hertz in (75.0, 120.0, 440.0):
        assert _measured(with_tone(QUIET, hertz, -40)).hum_ratio < 0.01


def test_an_offset_is_told_apart_from_level() -> None:
    measured = _measured(array("h", (value + 655 for value in QUIET)))
    assert measured.dc_offset_ratio == pytest.approx(0.02, abs=0.0005)
    assert measured.level_dbfs == pytest.approx(-60, abs=0.3)


@pytest.mark.parametrize("value", [0, 77], ids=["zeros", "a value that repeats"])
def test_gaps_in_noise_are_counted_with_their_share(value: int) -> None:
    sound = array("h", QUIET)
    for start, seconds in ((1.0, 0.02), (2.0, 0.3), (3.5, 0.05)):
        length = round(seconds * RATE)
        sound[round(start * RATE) : round(start * RATE) + length] = array("h", [value] * length)
    measured = _measured(sound)
    assert measured.gaps_per_minute == pytest.approx(45)
    assert measured.gap_ratio == pytest.approx(0.37 / 4, rel=0.02)


@given(st.lists(st.tuples(st.integers(160, 900), st.integers(3, 900)), max_size=12), st.integers(0, 99))
def test_every_gap_of_ten_milliseconds_is_found_wherever_it_begins(
    pieces: list[tuple[int, int]], seed: int
) -> None:
    sound, lot = noise(0.2, -50.0, seed), random.Random(seed)
    for silent, loud in pieces:
        sound.extend([0] * silent)
        sound.extend(lot.choice((-50, 50)) + lot.randrange(40) for _ in range(loud))
    assert round(measure(sound.tobytes()).gaps_per_minute * len(sound) / 60 / RATE) == len(pieces)


def test_quiet_that_is_nearly_digital_has_no_gaps_and_stillness_is_silence() -> None:
    faint = array("h", (int(n % 400 == 0) for n in range(2 * RATE)))
    assert (_measured(faint).gaps_per_minute, _measured(faint).is_silent) == (0, True)
    assert not _measured(QUIET).is_silent
    assert _measured(array("h", bytes(2 * RATE))).level_dbfs == -120


@given(st.binary(min_size=3200, max_size=8000))
def test_any_bytes_at_all_give_finite_measures(pcm: bytes) -> None:
    measured = measure(pcm)
    numbers = [getattr(measured, name) for name in Measures.__struct_fields__]
    assert all(math.isfinite(number) for number in numbers)
    assert all(
        0 <= number <= 1 for number in (measured.clipping_ratio, measured.gap_ratio, measured.hum_ratio)
    )


def test_a_stretch_too_short_to_measure_is_refused() -> None:
    with pytest.raises(ValueError, match=r"found 1599 samples, expected 0\.1 s at 16000 Hz"):
        measure(bytes(2 * 1599))


def test_loud_sound_is_cut_as_a_converter_would() -> None:
    assert [limited(value) for value in (40_000, -40_000, 1.6)] == [32_767, -32_768, 2]


def test_a_stretch_is_measured_in_little_more_memory_than_it_takes_itself() -> None:
    sound = noise(15).tobytes()
    tracemalloc.start()
    try:
        measure(sound)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 12 * len(sound), "the resident agent has 38 MB for all it does"
