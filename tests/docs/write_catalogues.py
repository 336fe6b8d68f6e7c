"""Writes docs/reference/catalogues.md: each probe, rule, remedy and page in the sentence of its own file."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from huonevahti_agent.remedies import REMEDIES
from huonevahti_wire.plan.mending import TREATED
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/catalogues.md"
HEADINGS = {
    ("agent", "probes"): "Probes: what a terminal measures",
    ("agent", "remedies"): "Remedies of the terminal: what it mends by itself",
    ("fleet", "rules"): "Rules: which faults are found",
    ("fleet", "remedies"): "Remedies of the fleet server: what it orders or advises",
    ("fleet", "pages"): "Pages: what is shown",
}


def _rows(side: str, room: str) -> Iterator[str]:
    for member in tree.members():
        if (member.side, member.room) == (side, room):
            sentence = (ast.get_docstring(tree.parsed(member.path)) or "").split("\n\n")[0].replace("\n", " ")
            yield f"| `{member.slug}` | {sentence.replace('|', '/')} |"


def _treated() -> str:
    """Return a table of what each remedy of the terminal treats, in the order in which they are tried."""
    rows = [
        f"| `{remedy.NAME}` | {', '.join(f'`{name}`' for name in TREATED[remedy.NAME])} | {remedy.CAP_PER_DAY} |"
        for remedy in REMEDIES
    ]
    return "\n".join(["| name | signals that it treats | tries in 24 hours for each device |", "|---|---|---|", *rows])


def text() -> str:
    """The whole page; a room without members has no heading."""
    parts = ["# Catalogues", "Written by `make docs` from the first sentence of each file."]
    for (side, room), heading in HEADINGS.items():
        if rows := list(_rows(side, room)):
            parts += [f"## {heading}", "\n".join(["| name | what it is for |", "|---|---|", *rows])]
        if (side, room) == ("agent", "remedies"):
            parts += ["The gentlest is tried first:", _treated()]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8")
