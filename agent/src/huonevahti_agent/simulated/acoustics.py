"""What a simulated microphone would hear in an empty room, as real samples: noise, and whatever befell it."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, cycle, repeat
from random import Random
from typing import Any

from msgspec import Struct

from huonevahti_agent.domain.tones import FULL_SCALE, samples

RATE_HERTZ = 16_000
DELAY_SECONDS = 0.3
"""From the player through the air into the recorder."""
GAP_SECONDS = 0.03
DISTORTED_RATIO = 0.4
"""What of their peak a torn speaker lets through."""


class Air(Struct, frozen=True):
    """All that decides what is heard: equal airs sound alike, to the last sample.

    Levels are RMS in dBFS. `loop_db` is what the way from speakers to microphone leaves, None when nothing comes;
    `turn` tells one stretch of noise from another.
    """

    noise_dbfs: float
    clicks_per_second: float = 0.0
    click_dbfs: float = -12.0
    hum_dbfs: float | None = None
    gaps_per_minute: float = 0.0
    loop_db: float | None = None
    is_distorted: bool = False
    is_muted: bool = False
    turn: int = 0


@lru_cache(maxsize=1024)
def heard(air: Air, seconds: float, sound_out: bytes, measure: Callable[[bytes], Any]) -> Any:
    """Return what a pure `measure` makes of a stretch; thousands of simulated nights are heard but once."""
    return measure(_stretch(air, round(seconds * RATE_HERTZ), sound_out).tobytes())


def _stretch(air: Air, count: int, sound_out: bytes) -> array[int]:
    if air.is_muted:
        return array("h", bytes(2 * count))
    gain, noise = FULL_SCALE * 10 ** (air.noise_dbfs / 20), _noise(count, air.turn)
    beside = zip(chain(_came_back(air, sound_out), repeat(0.0)), cycle(_hum(air.hum_dbfs)), strict=False)
    if air.hum_dbfs is None and not sound_out and gain < FULL_SCALE / 10:  # most nights: nothing but noise
        sound = array("h", [round(gain * one) for one in noise])
    else:
        heard_at = zip(noise, beside, strict=False)
        sound = array("h", [_converted(gain * one + tone + hum) for one, (tone, hum) in heard_at])
    _add_clicks(sound, air)
    _add_gaps(sound, air)
    return sound


def _converted(value: float) -> int:
    return max(-FULL_SCALE, min(FULL_SCALE - 1, round(value)))


@lru_cache(maxsize=8)
def _noise(count: int, turn: int) -> array[float]:
    gauss = Random(f"noise {turn}").gauss
    return array("f", (gauss(0.0, 1.0) for _ in range(count)))


@lru_cache(maxsize=4)
def _hum(level_dbfs: float | None) -> tuple[float, ...]:
    """One period of the mains, with its second harmonic."""
    if level_dbfs is None:
        return (0.0,)
    peak = FULL_SCALE * 10 ** (level_dbfs / 20)
    turn = 2 * math.pi * 50 / RATE_HERTZ
    return tuple(
        peak * (1.2 * math.sin(turn * n) + 0.7 * math.sin(2 * turn * n)) for n in range(RATE_HERTZ // 50)
    )


def _came_back(air: Air, sound_out: bytes) -> list[float]:
    if air.loop_db is None or not sound_out:
        return []
    tones, gain = samples(sound_out), 10 ** (air.loop_db / 20)
    most = DISTORTED_RATIO * max(tones) if air.is_distorted else FULL_SCALE
    late = [0.0] * round(DELAY_SECONDS * RATE_HERTZ)
    return late + [gain * max(-most, min(most, tone)) for tone in tones]


def _add_clicks(sound: array[int], air: Air) -> None:
    """Three samples up, down and up, as a bad contact makes them."""
    if not air.clicks_per_second:
        return
    peak, apart = (
        min(FULL_SCALE - 1, round(FULL_SCALE * 10 ** (air.click_dbfs / 20))),
        RATE_HERTZ / air.clicks_per_second,
    )
    for number in range(int(len(sound) / apart)):
        place = round((number + 0.5) * apart)
        sound[place : place + 3] = array("h", (peak, -peak, peak))


def _add_gaps(sound: array[int], air: Air) -> None:
    if not air.gaps_per_minute:
        return
    size, apart = round(GAP_SECONDS * RATE_HERTZ), round(60 * RATE_HERTZ / air.gaps_per_minute)
    for start in range(min(apart, len(sound)) // 2, len(sound) - size, apart):
        sound[start : start + size] = array("h", bytes(2 * size))
