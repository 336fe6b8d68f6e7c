"""The prose agrees with the code."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from tests.house import tree

README_LINES = 60
HEADINGS = {
    "huonevahti_wire": "## The wire",
    "huonevahti_agent": "## The agent",
    "huonevahti_kiosk": "## The kiosk launcher",
    "huonevahti_fleet": "## The fleet server",
}


def _contract() -> dict[str, list[str]]:
    """The rooms of each package from top to bottom, as the import contract names them."""
    settings: dict[str, Any] = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layered = [c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    return {c["containers"][0]: re.findall(r"\w+", " ".join(c["layers"])) for c in layered}


def _told(heading: str) -> list[str]:
    """The rooms that architecture.md tells of below a heading; each paragraph opens with its room's name in bold."""
    prose = (tree.ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", prose.split(heading + "\n", 1)[1], flags=re.MULTILINE)[0]
    return re.findall(r"^\*\*`(\w+)`\*\*", section, re.MULTILINE)


@pytest.mark.parametrize("package", HEADINGS)
def test_the_architecture_tells_of_each_room_in_the_order_of_the_contract(package: str) -> None:
    expected, found = _contract()[package], _told(HEADINGS[package])
    assert found == expected, f"docs/architecture.md, {HEADINGS[package]!r}: found {found}, expected {expected}"


def test_the_contract_has_no_room_that_is_not_built() -> None:
    homes = {home.name: home for home in tree.PACKAGES.values()}
    tree.assert_none(
        f"pyproject.toml: found {package}.{room} in the import contract, expected a room that exists"
        for package, rooms in _contract().items()
        for room in rooms
        if not (homes[package] / room / "__init__.py").exists() and not (homes[package] / f"{room}.py").exists()
    )


def test_each_decision_bears_its_date() -> None:
    for path in sorted((tree.ROOT / "docs/decisions").glob("*.md")):
        date = re.match(r"(\d{4}-\d\d-\d\d)-[a-z0-9-]+\.md$", path.name)
        assert date, tree.at(path, 1, path.name, "YYYY-MM-DD-what-was-decided.md")
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(f"# {date[1]}: "), tree.at(path, 1, first, f"# {date[1]}: the decision")


def test_the_readme_is_short() -> None:
    lines = len((tree.ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    assert lines <= README_LINES, tree.at(tree.ROOT / "README.md", lines, f"{lines} lines", f"at most {README_LINES}")


def test_each_link_of_the_docs_leads_somewhere() -> None:
    pages = [p for p in tree.files() if p.suffix == ".md"]
    tree.assert_none(
        tree.at(path, line, link, "a file that exists")
        for path in pages
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
        if not (path.parent / link).exists()
    )
