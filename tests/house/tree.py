"""The files of this repository, as the house tests read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "wire": ROOT / "wire/src/huonevahti_wire",
    "agent": ROOT / "agent/src/huonevahti_agent",
    "kiosk": ROOT / "agent/src/huonevahti_kiosk",
    "fleet": ROOT / "fleet-server/src/huonevahti_fleet",
}
CATALOGUES = (("agent", "probes"), ("agent", "remedies"), ("fleet", "rules"), ("fleet", "remedies"), ("fleet", "pages"))
_NOT_OURS = {"build", "dist", "__pycache__", "vendor", "uv.lock"}


@dataclass(frozen=True)
class Member:
    """One file of a catalogue room: its side, its room, its public slug."""

    side: str
    room: str
    path: Path

    @property
    def slug(self) -> str:
        return self.path.stem


def members() -> list[Member]:
    """Every member of every catalogue; a file with a leading underscore serves its neighbours and is none."""
    return [
        Member(side, room, path)
        for side, room in CATALOGUES
        for path in sorted((PACKAGES[side] / room).glob("*.py"))
        if not path.stem.startswith("_")
    ]


def is_catalogue(path: Path) -> bool:
    """Whether the file stands in a catalogue room and is held to the smaller size."""
    return any(path.is_relative_to(PACKAGES[side] / room) for side, room in CATALOGUES)


def files() -> Iterator[Path]:
    """Every file of the repository that is ours: no build product, nothing hidden but the CI folder."""
    for folder, names, stems in os.walk(ROOT):
        names[:] = sorted(n for n in names if n not in _NOT_OURS and (not n.startswith(".") or n == ".ci"))
        yield from (Path(folder) / stem for stem in sorted(stems) if stem not in _NOT_OURS)


def python_files(*roots: Path) -> list[Path]:
    """Our Python files, of the whole repository or below the given folders."""
    return [p for p in files() if p.suffix == ".py" and (not roots or any(p.is_relative_to(r) for r in roots))]


def source_files() -> list[Path]:
    """The Python files of the three packages, without the tests."""
    return python_files(*PACKAGES.values())


def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def at(path: Path, line: int, found: str, expected: str) -> str:
    """One finding, in the words that every house test uses."""
    return f"{path.relative_to(ROOT)}:{line}: found {found}, expected {expected}"


def assert_none(findings: Iterable[str]) -> None:
    """Fails with every finding on a line of its own."""
    listed = list(findings)
    assert not listed, "\n" + "\n".join(listed)
