"""What a camera usually sees, as marks that are no picture: two alike cameras that changed places are told by it.

The picture is reduced to 8 x 8 means, and those to the signs of 64 fixed mixtures of all of them. Signs tell whether
two views are alike, whatever the exposure; from them no view can be drawn. A signature stays on the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from statistics import fmean

from msgspec import Struct

from huonevahti_agent.domain.picture import GreyFrame, tone

SIDE = 8
MARKS = 64
PLAIN = 3.0
"""Cells that differ by less than this many steps of brightness are alike: below it noise would make the marks."""
OUTLIER = 2.0
"""A cell further from the mean than this many deviations (a lamp, a window) weighs no more than at them."""
ALIKE = 0.3
"""Two views that have nothing to do with one another differ by 0.5 on average, and one in a thousand by less."""
LEAST_APART = 0.2
"""Two learnt views closer than this cannot be told apart: three deviations of what chance does to marks."""
SURE = 0.5
"""How much of the way from one place to the other the cameras must have gone."""


class Signature(Struct, frozen=True):
    """Mean and deviation of the brightness, and the marks: each -1, 0 (too plain to say) or 1."""

    mean: float
    deviation: float
    marks: tuple[int, ...]


class Swap(Struct, frozen=True):
    """Whether two cameras changed places, how sure that is (0 to 1), and why.

    Reasons: `as_learnt`, `crossed`, `too_alike` (the two views cannot be told apart), `changed` (neither place fits),
    `not_learnt` (a camera or its learnt signature is missing).
    """

    is_swapped: bool
    confidence_ratio: float
    reason: str


def signature(frame: GreyFrame) -> Signature:
    """Return the signature of one frame, which must be 8 points wide and high at least."""
    if frame.width < SIDE or frame.height < SIDE:
        raise ValueError(
            f"grey frame: found {frame.width} x {frame.height}, expected {SIDE} x {SIDE} at least"
        )
    mean, deviation = tone(frame.luma)
    cells = _cells(frame)
    return Signature(mean, deviation, tuple(_mark(cells, mixture) for mixture in _MIXTURES))


def learn(looks: Sequence[Signature]) -> Signature:
    """Return what several looks have in common; a mark they do not agree on becomes 0."""
    if not looks:
        raise ValueError("signatures to learn from: found none, expected one at least")
    sums = [sum(marks) for marks in zip(*(look.marks for look in looks), strict=True)]
    marks = tuple((total > len(looks) / 2) - (total < -len(looks) / 2) for total in sums)
    return Signature(fmean(look.mean for look in looks), fmean(look.deviation for look in looks), marks)


def distance(one: Signature, other: Signature) -> float:
    """Return how different two views are: 0 is the same, 0.5 has nothing to do with it, 1 is its negative."""
    return sum(abs(a - b) for a, b in zip(one.marks, other.marks, strict=True)) / (2 * MARKS)


def is_swapped(now: Mapping[str, Signature], learnt: Mapping[str, Signature]) -> Swap:
    """Return whether the two roles of `learnt` see each other's view now.

    Both ways of placing the two cameras are compared, so that what changes both views alike (night, curtains,
    exposure) is never taken for a swap: the crossed way must fit, each view of it alone (two rooms
    are alike by chance in one view, hardly in both), and clearly better than the learnt one.
    """
    if len(learnt) != 2 or not set(learnt) <= set(now):
        return Swap(False, 0.0, "not_learnt")
    one, other = learnt
    apart = distance(learnt[one], learnt[other])
    straight = (distance(now[one], learnt[one]) + distance(now[other], learnt[other])) / 2
    across = distance(now[one], learnt[other]), distance(now[other], learnt[one])
    crossed = sum(across) / 2
    if apart < LEAST_APART:
        return Swap(False, 0.0, "too_alike")
    confidence = min(1.0, abs(straight - crossed) / apart)
    if straight > crossed and confidence > SURE and max(across) < ALIKE:
        return Swap(True, confidence, "crossed")
    if straight < ALIKE and straight <= crossed:
        return Swap(False, confidence, "as_learnt")
    return Swap(False, 0.0, "changed")


def _cells(frame: GreyFrame) -> list[float]:
    """Means of 8 x 8 fields, less the mean of all, with outliers drawn in."""
    rows = [frame.luma[y * frame.width : (y + 1) * frame.width] for y in range(frame.height)]
    cells = []
    for row in range(SIDE):
        field = rows[row * frame.height // SIDE : (row + 1) * frame.height // SIDE]
        for column in range(SIDE):
            left, right = column * frame.width // SIDE, (column + 1) * frame.width // SIDE
            cells.append(sum(sum(line[left:right]) for line in field) / (len(field) * (right - left)))
    centre = fmean(cells)
    most = OUTLIER * max(PLAIN, fmean((cell - centre) ** 2 for cell in cells) ** 0.5)
    return [min(most, max(-most, cell - centre)) for cell in cells]


def _mark(cells: list[float], mixture: tuple[int, ...]) -> int:
    mixed = sum(cell if sign > 0 else -cell for cell, sign in zip(cells, mixture, strict=True))
    least = PLAIN * SIDE  # what independent cells of that deviation add up to
    return (mixed > least) - (mixed < -least)


def _mixture(number: int) -> tuple[int, ...]:
    """64 signs by lot, but the same for ever, so that what an older release learnt stays comparable."""
    lot = int.from_bytes(blake2b(f"mixture {number}".encode(), digest_size=SIDE).digest(), "big")
    return tuple(1 if lot >> bit & 1 else -1 for bit in range(SIDE * SIDE))


_MIXTURES = tuple(_mixture(number) for number in range(MARKS))
