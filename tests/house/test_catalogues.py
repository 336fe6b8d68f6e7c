"""A catalogue lists each of its members, proves it, and tells of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.docs import write_catalogues
from tests.house import tree


def _listed(side: str, room: str) -> set[str]:
    """The slugs whose module stands, itself or by one of its names, in an upper-case list of the room's `__init__`."""
    package = f"{tree.PACKAGES[side].name}.{room}"
    syntax = tree.parsed(tree.PACKAGES[side] / room / "__init__.py")
    origin = dict(_origins(syntax, package))
    return {origin[name] for name in _names_in_lists(syntax) if name in origin}


def _origins(syntax: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    """Each imported name, with the slug it comes from."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                slug = alias.name if node.module == package else node.module.removeprefix(package + ".").split(".")[0]
                yield alias.asname or alias.name, slug


def _names_in_lists(syntax: ast.Module) -> Iterator[str]:
    for node in syntax.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and target.id.isupper() and value is not None:
            yield from (part.id for part in ast.walk(value) if isinstance(part, ast.Name))


def test_each_member_stands_in_the_list_of_its_room() -> None:
    tree.assert_none(
        tree.at(m.path.with_name("__init__.py"), 1, f"no {m.slug} in the list of {m.room}", "each member in it")
        for m in tree.members()
        if m.slug not in _listed(m.side, m.room)
    )


def test_each_member_has_a_test_of_its_own() -> None:
    tree.assert_none(
        tree.at(m.path, 1, f"no tests/{m.side}/{m.room}/test_{m.slug}.py", "a test of its own for each member")
        for m in tree.members()
        if not (tree.ROOT / "tests" / m.side / m.room / f"test_{m.slug}.py").exists()
    )


def test_the_reference_tells_of_each_member_as_the_code_does() -> None:
    written = write_catalogues.TARGET.read_text(encoding="utf-8")
    assert written == write_catalogues.text(), f"{write_catalogues.TARGET.name}:1: found older text, run `make docs`"
