"""Sounds of a room, made from a seed: its noise, clicks in it, tones."""

from __future__ import annotations

import math
import random
from array import array

from huonevahti_agent.domain.tones import FULL_SCALE

RATE = 16_000
CLICK = (8231, -8231, 8231)
"""Three samples at -12 dBFS, as a bad contact makes them."""


def noise(seconds: float, level_dbfs: float = -60.0, seed: int = 1) -> array[int]:
    """The even noise of a quiet room."""
    lot, deviation = random.Random(seed), FULL_SCALE * 10 ** (level_dbfs / 20)
    return array("h", (round(lot.gauss(0, deviation)) for _ in range(round(seconds * RATE))))


def with_clicks(sound: array[int], per_second: float) -> array[int]:
    """The same with evenly spaced clicks in place of what was there."""
    clicked, apart = array("h", sound), RATE / per_second
    for number in range(int(len(sound) / apart)):
        place = round((number + 0.5) * apart)
        clicked[place : place + len(CLICK)] = array("h", CLICK)
    return clicked


def with_tone(sound: array[int], hertz: float, peak_dbfs: float) -> array[int]:
    """The same with a steady tone."""
    peak, turn = FULL_SCALE * 10 ** (peak_dbfs / 20), 2 * math.pi * hertz / RATE
    return array("h", (limited(value + peak * math.sin(turn * n)) for n, value in enumerate(sound)))


def limited(value: float, most: int = FULL_SCALE - 1) -> int:
    """What a converter makes of a value: rounded, and cut at the most it can tell."""
    return max(-most - 1, min(most, round(value)))
