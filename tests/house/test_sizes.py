"""Nothing grows past the size at which a reader loses the thread."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

FUNCTION_LINES = 40
PARAMETERS = 5
CATALOGUE_LINES = 150
FILE_LINES = 400
CONFTEST_LINES = 100
PAGE_SUFFIXES = {".html", ".js"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree.parsed(path)) if isinstance(node, Function))


def _parameters(function: Function) -> int:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def _allowed_lines(path: Path) -> int:
    if path.name == "conftest.py":
        return CONFTEST_LINES
    return CATALOGUE_LINES if tree.is_catalogue(path) else FILE_LINES


def test_no_function_is_longer_than_a_screen() -> None:
    tree.assert_none(
        tree.at(path, f.lineno, f"{f.name} with {lines} lines", f"at most {FUNCTION_LINES}")
        for path in tree.python_files()
        for f in _functions(path)
        if (lines := (f.end_lineno or f.lineno) - f.lineno + 1) > FUNCTION_LINES
    )


def test_no_function_takes_more_than_five_parameters() -> None:
    tree.assert_none(
        tree.at(path, f.lineno, f"{f.name} with {count} parameters", f"at most {PARAMETERS}")
        for path in tree.python_files()
        for f in _functions(path)
        if (count := _parameters(f)) > PARAMETERS
    )


def test_no_file_is_longer_than_its_kind_allows() -> None:
    pages = [p for p in tree.files() if p.suffix in PAGE_SUFFIXES and tree.is_catalogue(p)]
    tree.assert_none(
        tree.at(path, lines, f"{lines} lines", f"at most {_allowed_lines(path)}")
        for path in tree.python_files() + pages
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > _allowed_lines(path)
    )
