"""Clicks in the sound of an empty room: single jumps that no noise makes. Never for a room where anybody speaks."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from operator import mul, sub

from msgspec import Struct

from huonevahti_agent.domain.tones import power

FRAME = 256
"""Samples in a frame: 16 ms at 16 kHz, short enough that at 20 clicks a second most frames hold none."""
OVER_NOISE = 8.0
"""A second difference is a click from this many times its running RMS on (as Essentia's NoiseBurstDetector has it)."""
KEPT = 0.9
"""What a frame leaves of the running RMS (the exponential average of the same detector)."""
QUIETEST = 8.0
"""The least running RMS, in steps of 16 bits: below it a click (8 times that, -54 dBFS) is not heard by anyone."""
BURST_RATIO = 0.1
"""A frame with a greater share of jumps is a noise that began, such as a fan or a door, and no click."""
APART_SECONDS = 0.005
"""Jumps closer together are one click, rung on by the filters on the way."""


class Crackle(Struct, frozen=True):
    """Clicks a second, and the kurtosis of the first difference: 3 for noise, hundreds where single jumps stand out."""

    clicks_per_second: float
    kurtosis: float


def measure(numbers: Sequence[int], rate_hertz: int) -> Crackle:
    """Return how much a stretch of sound from an empty room crackles; a stretch under three samples does not."""
    first = array("i", map(sub, numbers[1:], numbers))
    second = array("i", map(sub, first[1:], first))
    if not second:
        return Crackle(0.0, 3.0)
    return Crackle(len(clicks(second, rate_hertz)) * rate_hertz / len(numbers), _kurtosis(first))


def clicks(second: Sequence[int], rate_hertz: int) -> list[int]:
    """Return the places of clicks in a second difference."""
    found: list[int] = []
    least = APART_SECONDS * rate_hertz
    last = -least
    for place in _jumps(second):
        if place - last >= least:
            found.append(place)
        last = place
    return found


def _jumps(second: Sequence[int]) -> Iterator[int]:
    powers = [power(frame) for frame in _frames(second)]
    # begins with the calm fifth: clicks are in fewer than four frames of five
    running = math.sqrt(sorted(powers)[len(powers) // 5])
    for number, frame in enumerate(_frames(second)):
        threshold = OVER_NOISE * max(running, QUIETEST)
        latest = powers[number]
        if max(frame) > threshold or min(frame) < -threshold:
            places = [place for place, jump in enumerate(frame) if abs(jump) > threshold]
            if len(places) > BURST_RATIO * len(frame):
                running = math.sqrt(latest)  # at once, or what goes on would be full of clicks
                continue
            yield from (number * FRAME + place for place in places)
            latest = power([jump for jump in frame if abs(jump) <= threshold])
        running = KEPT * running + (1 - KEPT) * math.sqrt(latest)


def _frames(second: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield one frame at a time: all of them at once would stay with the process as holes in its memory."""
    return (second[start : start + FRAME] for start in range(0, len(second), FRAME))


def _kurtosis(first: Sequence[int]) -> float:
    squares = array("d", map(mul, first, first))
    mean = sum(squares) / len(squares)
    return power(squares) / (mean * mean) if mean else 3.0
