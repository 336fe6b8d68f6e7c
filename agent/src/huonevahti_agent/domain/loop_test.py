"""The loop test: a few tones out of the speakers, heard back by the microphone, against the room's own calibration."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from huonevahti_agent.domain.tones import amplitude, chord, dbfs, power, samples
from huonevahti_wire.signals import State

RATE_HERTZ = 16_000
TONES_HERTZ = (510.0, 970.0, 1730.0, 2890.0)
"""In the band of speech, whole periods in a tenth of a second, and none near a harmonic of another."""
TONE_DBFS = -26.0
"""Each tone's peak: four together stay under -13 dBFS, a pleasant level that no volume setting makes clip."""
TONE_SECONDS = 2.0
LISTENING_SECONDS = 3.5
"""Sound out, the way back, and a second for servers and radio links that take their time."""
STEP_SECONDS, WINDOW_STEPS = 0.1, 5
QUIETER_DB, CUT_DB = 4.5, 20.0
"""A change by half of what an ear calls twice as loud is warned of; a tenth of the amplitude is as good as none."""
OVER_NOISE_DB = 10.0
"""A tone counts as heard from this far over the stretch's noise in the same narrow band on."""
DISTORTION_MOST_RATIO = 0.1
"""Small speakers make a few percent at this level; ten are clearly heard."""
_BESIDE_HERTZ = 30.0


class Heard(Struct, frozen=True):
    """Peak levels of the tones by frequency, the noise beside each, what else sounded against them, and when they came.

    `delay_seconds` counts from the begin of the stretch, in steps of a tenth.
    """

    levels_dbfs: tuple[float, ...]
    noise_dbfs: tuple[float, ...]
    distortion_ratio: float
    delay_seconds: float


class Calibration(Struct, frozen=True):
    """What was heard when the room was known to be right."""

    levels_dbfs: tuple[float, ...]
    distortion_ratio: float


class Verdict(Struct, frozen=True):
    """The loop as judged: reasons `cut`, `quieter`, `louder`, `distorted`; change is the middle one of all tones."""

    state: State
    change_db: float
    distortion_ratio: float
    reason: str = ""


def sound_out(rate_hertz: int = RATE_HERTZ) -> bytes:
    """Return the tones to play, as 16-bit little-endian mono sound."""
    return chord(TONES_HERTZ, TONE_DBFS, TONE_SECONDS, rate_hertz)


def hear(pcm: bytes, rate_hertz: int = RATE_HERTZ) -> Heard:
    """Return what came back in a stretch that began before the tones did; when they came does not matter."""
    numbers = samples(pcm)
    step = round(STEP_SECONDS * rate_hertz)
    if len(numbers) < step * WINDOW_STEPS:
        expected = f"{step * WINDOW_STEPS} at least"
        raise ValueError(f"sound of the loop: found {len(numbers)} samples, expected {expected}")
    steps = [numbers[i : i + step] for i in range(0, len(numbers) - step + 1, step)]
    loudness = [_tones_power(each, rate_hertz) for each in steps]
    start = _loudest(loudness)
    window = numbers[start * step : (start + WINDOW_STEPS) * step]
    tones = [amplitude(window, hertz, rate_hertz) for hertz in TONES_HERTZ]
    beside = [_beside(window, hertz, rate_hertz) for hertz in TONES_HERTZ]
    return Heard(
        levels_dbfs=tuple(dbfs(tone) for tone in tones),
        noise_dbfs=tuple(dbfs(noise) for noise in beside),
        distortion_ratio=_distortion_ratio(steps, start, rate_hertz),
        delay_seconds=_arrival(loudness) * STEP_SECONDS,
    )


def calibrate(runs: Sequence[Heard]) -> Calibration:
    """Return the middle of several runs in a room that is right; raises StatisticsError when there are none."""
    levels = tuple(median(levels) for levels in zip(*(run.levels_dbfs for run in runs), strict=True))
    return Calibration(levels, median(run.distortion_ratio for run in runs))


def judge(heard: Heard, calibration: Calibration) -> Verdict:
    """Return how the loop compares with its calibration."""
    pairs = zip(heard.levels_dbfs, calibration.levels_dbfs, strict=True)
    change = median(now - then for now, then in pairs)
    audible = sum(is_heard(heard))
    if audible * 2 < len(heard.levels_dbfs) or change <= -CUT_DB:
        return Verdict(State.FAILED, change, heard.distortion_ratio, "cut")
    if abs(change) >= QUIETER_DB:
        return Verdict(State.WARNING, change, heard.distortion_ratio, "louder" if change > 0 else "quieter")
    if heard.distortion_ratio > max(DISTORTION_MOST_RATIO, 2 * calibration.distortion_ratio):
        return Verdict(State.WARNING, change, heard.distortion_ratio, "distorted")
    return Verdict(State.OK, change, heard.distortion_ratio)


def is_heard(heard: Heard) -> tuple[bool, ...]:
    """Return for each tone whether it stands out of the noise beside it."""
    pairs = zip(heard.levels_dbfs, heard.noise_dbfs, strict=True)
    return tuple(level - noise >= OVER_NOISE_DB for level, noise in pairs)


def _tones_power(part: array[int], rate_hertz: int) -> float:
    return sum(amplitude(part, hertz, rate_hertz) ** 2 for hertz in TONES_HERTZ)


def _loudest(loudness: Sequence[float]) -> int:
    """The step at which the loudest window begins."""
    starts = range(len(loudness) - WINDOW_STEPS + 1)
    return max(starts, key=lambda start: sum(loudness[start : start + WINDOW_STEPS]))


def _arrival(loudness: Sequence[float]) -> int:
    """The step in which the tones came, as far as there are any."""
    return next((step for step, heard in enumerate(loudness) if heard * 2 > max(loudness)), 0)


def _beside(window: array[int], hertz: float, rate_hertz: int) -> float:
    """Amplitude of the noise in as narrow a band, on both sides of a tone."""
    sides = (amplitude(window, hertz + way * _BESIDE_HERTZ, rate_hertz) ** 2 for way in (-1.4, -1, 1, 1.4))
    return math.sqrt(sum(sides) / 4)


def _distortion_ratio(steps: Sequence[array[int]], start: int, rate_hertz: int) -> float:
    """What sounds beside the tones in their window, less what the room sounds like without them.

    Taken in short steps, in which two clocks that run a little apart (a ten-thousandth, at two sound devices) do no
    harm. Products of all tones count, which harmonics alone would leave out.
    """
    quiet = sum(sorted(_alternating(step) for step in steps)[:WINDOW_STEPS])
    window = steps[start : start + WINDOW_STEPS]
    tones = sum(_tones_power(step, rate_hertz) / 2 for step in window)
    beside = sum(_alternating(step) for step in window) - tones - quiet
    return math.sqrt(max(0.0, beside) / tones) if tones else 0.0


def _alternating(step: array[int]) -> float:
    mean = sum(step) / len(step)
    return power(step) - mean * mean
