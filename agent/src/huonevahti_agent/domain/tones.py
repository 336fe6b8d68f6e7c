"""Single tones in sound: how loud each is, made and measured without any spectrum of the rest."""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterable, Sequence
from operator import mul

FULL_SCALE = 32_768
SILENCE_DBFS = -120.0
"""Stands for no sound at all; a 16-bit sample's smallest step is at -90 dBFS."""


def samples(pcm: bytes) -> array[int]:
    """Return the numbers in signed 16-bit little-endian sound; an odd last byte is left out."""
    numbers = array("h")
    numbers.frombytes(pcm[: len(pcm) // 2 * 2])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def dbfs(amplitude: float) -> float:
    """Return an amplitude in decibels against full scale, `SILENCE_DBFS` at the least."""
    return max(SILENCE_DBFS, 20 * math.log10(amplitude / FULL_SCALE)) if amplitude > 0 else SILENCE_DBFS


def power(numbers: Sequence[int] | Sequence[float]) -> float:
    """Return the mean square."""
    return sum(map(mul, numbers, numbers)) / len(numbers) if numbers else 0.0


def amplitude(numbers: Iterable[float], frequency_hertz: float, rate_hertz: float) -> float:
    """Return the peak amplitude of one tone (Goertzel's algorithm).

    Exact when the stretch holds whole periods; another tone disturbs unless it too has whole periods in it.
    """
    turn = 2 * math.pi * frequency_hertz / rate_hertz
    factor = 2 * math.cos(turn)
    now = before = 0.0
    count = 0
    for count, number in enumerate(numbers, 1):  # noqa: B007  # counts what may be an iterator
        now, before = number + factor * now - before, now
    square = now * now + before * before - factor * now * before
    return 2 * math.sqrt(max(0.0, square)) / count if count else 0.0


def chord(frequencies_hertz: Sequence[float], peak_dbfs: float, seconds: float, rate_hertz: int) -> bytes:
    """Return tones sounding together, each with this peak, as 16-bit little-endian sound that fades in and out."""
    peak, count, fade = FULL_SCALE * 10 ** (peak_dbfs / 20), round(seconds * rate_hertz), rate_hertz // 50
    turns = [2 * math.pi * frequency / rate_hertz for frequency in frequencies_hertz]
    numbers = array("h", bytes(2 * count))
    for n in range(count):
        gain = peak * min(1.0, n / fade, (count - 1 - n) / fade)
        numbers[n] = round(gain * sum(math.sin(turn * n) for turn in turns))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
