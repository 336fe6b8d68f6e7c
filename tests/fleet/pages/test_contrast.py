"""Colours: every pair that text and shapes are shown in can be told apart, in light and in dark."""

from __future__ import annotations

import re

import pytest

from huonevahti_fleet.pages._render import STATIC

CSS = (STATIC / "hv.css").read_text(encoding="utf-8")
TEXT = [
    *((ink, ground) for ink in ("text", "dim", "link") for ground in ("page", "card")),
    *((ink, f"{ink}-bg") for ink in ("ok", "warn", "bad", "none", "new", "busy")),
    *((ink, "card") for ink in ("ok", "warn", "bad", "none", "new", "busy")),
    *(
        ("text", "link-bg"),
        ("link", "link-bg"),
        ("demo-text", "demo-bg"),
        ("card", "link"),
        ("dim", "none-bg"),
    ),
]
SHAPES = [
    *((f"{fill}-fill", "card") for fill in ("ok", "bad", "none", "new", "busy")),
    *(("edge", "card"), ("focus", "page"), ("focus", "card"), ("hole", "bad")),
]


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block)) for block in blocks)
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_reaches_four_and_a_half(ink: str, ground: str, theme: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("fill", "ground"), SHAPES)
def test_shapes_reach_three(fill: str, ground: str, theme: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[fill], colours[ground]) >= 3


def test_both_themes_name_the_same_colours() -> None:
    assert set(themes()["light"]) == set(themes()["dark"])
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    assert used <= set(themes()["light"])
