"""What a camera shows, told from two small grey frames: dark, white, frozen or normal. Frames never leave memory."""

from __future__ import annotations

from enum import StrEnum
from operator import sub

from msgspec import Struct

DARK_MEAN, DARK_DEVIATION = 28.0, 6.0
"""Black of video is 16 (ITU-R BT.601); above it a covered lens shows the noise of a sensor at full gain."""
WHITE_MEAN, WHITE_DEVIATION = 225.0, 6.0
"""White of video is 235 (ITU-R BT.601); a saturated sensor has no structure left."""
LEARNT_TONE = 16.0
"""How far the mean may be from the learnt one for a plain picture to be the usual one, as an empty plate is."""


class Look(StrEnum):
    """How a picture was judged."""

    DARK = "dark"
    WHITE = "white"
    FROZEN = "frozen"
    NORMAL = "normal"


class GreyFrame(Struct, frozen=True):
    """Brightness of a picture, a byte a point, row by row."""

    luma: bytes
    width: int
    height: int

    def __post_init__(self) -> None:
        """Refuse a frame whose size and bytes disagree, or that has no points."""
        if not self.luma or len(self.luma) != self.width * self.height:
            expected = f"{self.width} x {self.height}"
            raise ValueError(
                f"grey frame: found {len(self.luma)} bytes, expected {expected}, and at least one"
            )


class Picture(Struct, frozen=True):
    """How a picture was judged, and the numbers behind it. `difference` is per point, between the two frames."""

    look: Look
    mean: float
    deviation: float
    difference: float


def judge(first: GreyFrame, last: GreyFrame, usual_mean: float | None = None) -> Picture:
    """Return how two frames about a second apart look.

    Two frames equal in every byte are frozen, for a sensor that sees light has noise; in a dark or a white picture
    the noise may be cut away, so those are told first. A white picture is normal where the room's learnt mean
    (`usual_mean`) says so: a document camera looks at an empty white plate.
    """
    mean, deviation = tone(last.luma)
    difference = _difference(first, last)
    return Picture(_look(mean, deviation, difference, usual_mean), mean, deviation, difference)


def look(picture: Picture, usual_mean: float | None) -> Look:
    """Return how a picture looks that was judged before the room's usual brightness was at hand."""
    return _look(picture.mean, picture.deviation, picture.difference, usual_mean)


def tone(luma: bytes) -> tuple[float, float]:
    """Return mean and standard deviation of the brightness, 0 to 255."""
    counts = [luma.count(value) for value in range(256)]
    mean = sum(value * count for value, count in enumerate(counts)) / len(luma)
    variance = sum(count * (value - mean) ** 2 for value, count in enumerate(counts)) / len(luma)
    return mean, variance**0.5


def is_unlit(looks: tuple[Look, ...]) -> bool:
    """Return whether no camera sees any light: then the lights are out, as far as can be told."""
    return bool(looks) and all(look == Look.DARK for look in looks)


def _look(mean: float, deviation: float, difference: float, usual_mean: float | None) -> Look:
    if mean <= DARK_MEAN and deviation <= DARK_DEVIATION:
        return Look.DARK
    if mean >= WHITE_MEAN and deviation <= WHITE_DEVIATION:
        is_usual = usual_mean is not None and abs(mean - usual_mean) <= LEARNT_TONE
        return Look.NORMAL if is_usual else Look.WHITE
    return Look.FROZEN if difference == 0 else Look.NORMAL


def _difference(first: GreyFrame, last: GreyFrame) -> float:
    if first.luma == last.luma:
        return 0.0
    total: int = sum(map(abs, map(sub, first.luma, last.luma)))
    return total / len(last.luma)
