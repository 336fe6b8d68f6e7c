"""What a stretch of sound from an empty room tells of its microphone, as numbers; the sound itself goes no further."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence

from msgspec import Struct

from huonevahti_agent.domain import crackle
from huonevahti_agent.domain.tones import FULL_SCALE, SILENCE_DBFS, amplitude, dbfs, power, samples

RATE_HERTZ = 16_000
"""Enough for every measure here, and cheap: about a hundredth of a second of work for a second of sound."""
LEAST_SECONDS = 0.1
FLOOR_SECONDS, FLOOR_SHARE = 0.02, 0.1
"""The noise floor is the level that one in ten stretches of 20 ms stays below: shorter than clicks are apart."""
CLIPPED_LEVEL, CLIPPED_STEP, CLIPPED_RUN = round(0.891 * FULL_SCALE), round(0.001 * FULL_SCALE), 3
"""Over -1 dBFS with neighbours closer than a thousandth (as Essentia's SaturationDetector has it), three in a row."""
GAP_SECONDS = 0.01
"""The same value for this long is a gap in the sound (the least of Essentia's GapsDetector)."""
GAP_NOISE = 3.0
"""In steps of 16 bits; where the sound is quieter, equal samples in a row are its nature and no gaps."""
SILENT_PEAK = 2
"""In steps of 16 bits: no live microphone is as still, though one with a noise gate may be."""
MAINS_HERTZ = (50.0, 100.0, 150.0)
_HUM_STEP = 16
"""Hum is sought in the means of 16 samples, at a kilohertz, a sixteenth of the work."""
_HUM_BLOCK_SECONDS = 0.5
"""The mains wander by a tenth of a hertz, which blocks of half a second do not notice."""


class Measures(Struct, frozen=True):
    """Numbers of one stretch. Levels are RMS without the DC offset; `hum_ratio` is the mains' share of the power."""

    seconds: float
    level_dbfs: float
    peak_dbfs: float
    noise_floor_dbfs: float
    is_silent: bool
    clipping_ratio: float
    dc_offset_ratio: float
    hum_dbfs: float
    hum_ratio: float
    gaps_per_minute: float
    gap_ratio: float
    clicks_per_second: float
    kurtosis: float


def measure(pcm: bytes, rate_hertz: int = RATE_HERTZ) -> Measures:
    """Return the measures of 16-bit little-endian mono sound, of which there must be a tenth of a second."""
    numbers = samples(pcm)
    if len(numbers) < LEAST_SECONDS * rate_hertz:
        expected = f"{LEAST_SECONDS} s at {rate_hertz} Hz at least"
        raise ValueError(f"sound to measure: found {len(numbers)} samples, expected {expected}")
    mean = sum(numbers) / len(numbers)
    whole = max(0.0, power(numbers) - mean * mean)
    highest, lowest = max(numbers), min(numbers)
    peak = max(highest, -lowest)
    hum = _hum_power(numbers, rate_hertz)
    gaps = list(_gaps(numbers, rate_hertz)) if whole > GAP_NOISE**2 else []
    crackles = crackle.measure(numbers, rate_hertz)
    return Measures(
        seconds=len(numbers) / rate_hertz,
        level_dbfs=dbfs(math.sqrt(whole)),
        peak_dbfs=dbfs(peak),
        noise_floor_dbfs=_noise_floor_dbfs(numbers, rate_hertz),
        is_silent=peak <= SILENT_PEAK,
        clipping_ratio=_clipped(numbers) / len(numbers) if peak >= CLIPPED_LEVEL else 0.0,
        dc_offset_ratio=mean / FULL_SCALE,
        hum_dbfs=dbfs(math.sqrt(hum)),
        hum_ratio=min(1.0, hum / whole) if whole else 0.0,
        gaps_per_minute=len(gaps) * 60 * rate_hertz / len(numbers),
        gap_ratio=sum(gaps) / len(numbers),
        clicks_per_second=crackles.clicks_per_second,
        kurtosis=crackles.kurtosis,
    )


def _noise_floor_dbfs(numbers: Sequence[int], rate_hertz: int) -> float:
    size = round(FLOOR_SECONDS * rate_hertz)
    starts = range(0, len(numbers) - size + 1, size)
    levels = sorted(_alternating(numbers[start : start + size]) for start in starts)
    return dbfs(math.sqrt(levels[int(FLOOR_SHARE * len(levels))])) if levels else SILENCE_DBFS


def _alternating(part: Sequence[int]) -> float:
    mean = sum(part) / len(part)
    return max(0.0, power(part) - mean * mean)


def _clipped(numbers: Sequence[int]) -> int:
    """Count samples in runs that stay near full scale, which loud sound that fits does not."""
    clipped = run = 0
    before = 0
    for number in numbers:
        is_flat = abs(number) >= CLIPPED_LEVEL and abs(number - before) < CLIPPED_STEP
        run = run + 1 if is_flat else int(abs(number) >= CLIPPED_LEVEL)
        if run >= CLIPPED_RUN:
            clipped += CLIPPED_RUN if run == CLIPPED_RUN else 1
        before = number
    return clipped


def _hum_power(numbers: Sequence[int], rate_hertz: int) -> float:
    rate = rate_hertz / _HUM_STEP
    starts = range(0, len(numbers), _HUM_STEP)
    coarse = array("d", (sum(numbers[start : start + _HUM_STEP]) / _HUM_STEP for start in starts))
    size = round(_HUM_BLOCK_SECONDS * rate)
    blocks = [coarse[start : start + size] for start in range(0, len(coarse) - size + 1, size)] or [coarse]
    powers = (_tone_power(_centred(block), hertz, rate) for hertz in MAINS_HERTZ for block in blocks)
    return sum(powers) / len(blocks)


def _centred(block: Sequence[float]) -> array[float]:
    mean = sum(block) / len(block)
    return array("d", (number - mean for number in block))


def _tone_power(block: Sequence[float], hertz: float, rate_hertz: float) -> float:
    turn = math.pi * hertz / rate_hertz
    passed = math.sin(turn) / turn  # what the means of 16 samples leave of it
    return (amplitude(block, hertz, rate_hertz) / passed) ** 2 / 2


def _gaps(numbers: Sequence[int], rate_hertz: int) -> Iterator[int]:
    """Yield the lengths of runs of one value; looks closer only where a few steps on the way are equal."""
    least = round(GAP_SECONDS * rate_hertz)
    step, place = max(1, least // 2), 0
    while place < len(numbers) - 2:
        if not numbers[place] == numbers[place + 1] == numbers[place + 2]:
            place += step
            continue
        start, end = place, place + 2
        while start > 0 and numbers[start - 1] == numbers[place]:
            start -= 1
        while end < len(numbers) and numbers[end] == numbers[place]:
            end += 1
        if end - start >= least:
            yield end - start
        place = max(end, place + step)
