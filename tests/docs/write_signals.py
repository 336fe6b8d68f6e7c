"""Writes docs/reference/signals.md: each signal with its meaning, unit, polling and watching time."""

from __future__ import annotations

from huonevahti_wire.signals import FAMILIES, Family
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/signals.md"
OPENING = """# Signals

Written by `make docs` from `huonevahti_wire.signals.FAMILIES`; a test holds the two equal.

A signal is one judged condition of a room: `ok`, `warning`, `failed`, or `no_data` when it cannot be told, which
is no failure; the reason code says why. *Polled* is how often a terminal looks, unless its [profile](profiles.md) says
otherwise; a device that is plugged in or pulled out is seen at once. *Watched* is how long a condition must last before
it counts: shorter is a flicker and opens no incident.

`<role>` is `customer` or `document`, `<endpoint>` a name from the profile, `<probe>` a name from the
[catalogue](catalogues.md).

| signal | ok means | unit | polled | watched |
|---|---|---|---|---|"""


def _time(seconds: float) -> str:
    if seconds >= 3600:
        return f"{seconds / 3600:g} h"
    return f"{seconds:g} s" if seconds else "at once"


def _row(family: Family) -> str:
    times = f"{_time(family.poll_seconds)} | {_time(family.watching_seconds)}"
    return f"| `{family.name}` | {family.meaning} | {family.unit.replace('_', ' ')} | {times} |"


def text() -> str:
    """The whole page."""
    return "\n".join([OPENING, *map(_row, FAMILIES)]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
