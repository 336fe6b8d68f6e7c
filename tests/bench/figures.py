"""A measured figure, the goal it is held against, and the table both are shown in."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit; `goal` is the bound it must keep, None where it is only told."""

    name: str
    value: float
    unit: str
    goal: float | None
    bound: Literal["at most", "at least", "exactly"] = "at most"
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Return whether the goal is kept, None when there is none."""
        if self.goal is None:
            return None
        if self.bound == "at most":
            return self.value <= self.goal
        return self.value >= self.goal if self.bound == "at least" else self.value == self.goal


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as aligned text: figure, value, goal, verdict."""
    rows = [("figure", "measured", "goal", "verdict", "")]
    for figure in figures:
        goal = "" if figure.goal is None else f"{figure.bound} {figure.goal:g}"
        verdict = {True: "holds", False: "MISSED", None: "told"}[figure.holds]
        rows.append((figure.name, f"{figure.value:.4g} {figure.unit}", goal, verdict, figure.note))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def write(figures: Iterable[Figure], path: Path) -> None:
    """Write the figures as JSON: a plain number under each name, the goals and notes beside them."""
    kept = list(figures)
    document: dict[str, object] = {figure.name: figure.value for figure in kept}
    document["figures"] = [asdict(figure) | {"holds": figure.holds} for figure in kept]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def quantile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]
