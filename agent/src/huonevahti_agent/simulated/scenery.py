"""What a simulated camera would see: its own scene by a seed, under whatever befell lens, sensor or lamps."""

from __future__ import annotations

from array import array
from functools import lru_cache
from random import Random
from typing import Literal

from huonevahti_agent.domain.picture import GreyFrame
from huonevahti_agent.host.senses import Luma

WIDTH, HEIGHT = 48, 36
"""Small, since a fleet's worth of frames is drawn in a test; measures of a picture do not depend on its size."""
FRAMES_PER_SECOND, SECONDS = 30, 1.0
SENSOR_NOISE = 2.0
DARK, GLARE = 18.0, 244.0
"""A covered lens shows a little over video's black, a blinded sensor everything at its end."""

State = Literal["well", "covered", "blinded", "frozen", "no_frames"]
View = Literal["customer", "document"]


def luma(seed: int, view: View, state: State, turn: int) -> Luma:
    """Return what a camera gives in a second; `turn` tells the noise of one look from that of another."""
    if state == "no_frames":
        return Luma(0, 1.5, None, None)
    first = _frame(seed, view, state, 2 * turn)
    last = first if state == "frozen" else _frame(seed, view, state, 2 * turn + 1)
    return Luma(round(FRAMES_PER_SECOND * SECONDS), SECONDS, first, last)


@lru_cache(maxsize=256)
def _frame(seed: int, view: View, state: State, noise: int) -> GreyFrame:
    lot = Random(noise)
    gauss = lot.gauss
    seen = (value + gauss(0.0, SENSOR_NOISE) for value in _lit(seed, view, state))
    return GreyFrame(bytes(max(0, min(255, round(value))) for value in seen), WIDTH, HEIGHT)


def _lit(seed: int, view: View, state: State) -> array[float]:
    if state in ("covered", "blinded"):
        return array("d", [DARK if state == "covered" else GLARE] * (WIDTH * HEIGHT))
    return _room(seed) if view == "customer" else _plate(seed)


@lru_cache(maxsize=64)
def _room(seed: int) -> array[float]:
    """A wall with furniture and a window before it, as rectangles."""
    lot = Random(f"room {seed}")
    points = array("d", [lot.uniform(80.0, 140.0)] * (WIDTH * HEIGHT))
    for _ in range(12):
        left, top = lot.randrange(WIDTH - 6), lot.randrange(HEIGHT - 6)
        _fill(
            points,
            (left, top, lot.randint(left + 4, WIDTH), lot.randint(top + 4, HEIGHT)),
            lot.uniform(30.0, 210.0),
        )
    return points


@lru_cache(maxsize=64)
def _plate(seed: int) -> array[float]:
    """A dark desk with a bright plate on it."""
    lot = Random(f"plate {seed}")
    points = array("d", [lot.uniform(40.0, 90.0)] * (WIDTH * HEIGHT))
    left, top = lot.randint(3, 12), lot.randint(3, 9)
    _fill(points, (left, top, WIDTH - left, HEIGHT - lot.randint(3, 9)), 200.0)
    return points


def _fill(points: array[float], box: tuple[int, int, int, int], brightness: float) -> None:
    left, top, right, bottom = box
    for row in range(top, bottom):
        points[row * WIDTH + left : row * WIDTH + right] = array("d", [brightness] * (right - left))
