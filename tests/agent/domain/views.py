"""What two cameras of a room see, drawn from a seed, under whatever light and noise there is."""

from __future__ import annotations

import random
from array import array

from msgspec import Struct

from huonevahti_agent.domain.picture import GreyFrame

WIDTH, HEIGHT = 64, 48


class Light(Struct, frozen=True):
    """An exposure (what brightness is multiplied with), a veil of stray light, and the sensor's noise."""

    gain: float = 1.0
    veil: float = 0.0
    noise: float = 2.0
    seed: int = 1


def room(seed: int) -> array[float]:
    """A room as the customer camera sees it: furniture and a window, as rectangles before a wall."""
    lot = random.Random(seed)
    points = array("d", [lot.uniform(70, 150)] * (WIDTH * HEIGHT))
    for _ in range(12):
        _rectangle(points, lot, lot.uniform(30, 210))
    return points


def plate(seed: int) -> array[float]:
    """A desk as the document camera sees it: dark around, a bright plate, something that lies on it."""
    lot = random.Random(seed)
    points = array("d", [lot.uniform(40, 90)] * (WIDTH * HEIGHT))
    left, top = lot.randint(4, 16), lot.randint(4, 12)
    for y in range(top, HEIGHT - lot.randint(4, 12)):
        points[y * WIDTH + left : (y + 1) * WIDTH - left] = array("d", [200.0] * (WIDTH - 2 * left))
    return points


def frame(points: array[float], light: Light) -> GreyFrame:
    """The picture a camera makes of a view."""
    lot = random.Random(light.seed)
    seen = (p * light.gain + light.veil + lot.gauss(0, light.noise) for p in points)
    return GreyFrame(bytes(max(0, min(255, round(value))) for value in seen), WIDTH, HEIGHT)


def _rectangle(points: array[float], lot: random.Random, brightness: float) -> None:
    left, top = lot.randrange(WIDTH - 8), lot.randrange(HEIGHT - 8)
    right, bottom = lot.randint(left + 4, WIDTH), lot.randint(top + 4, HEIGHT)
    for y in range(top, bottom):
        points[y * WIDTH + left : y * WIDTH + right] = array("d", [brightness] * (right - left))
