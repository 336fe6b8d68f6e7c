"""Imports run downwards, a library of the outer world has one door a side, and the resident agent stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

ONE_DOOR = ("paho", "gmqtt", "psutil", "pyudev", "pulsectl", "ansible_runner", "prometheus_client")
HEAVY = ("pydantic", "numpy", "cryptography", "asyncio", "yaml", "sqlmodel", "sqlalchemy", "fastapi", "jinja2")


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def test_every_import_runs_downwards() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([program, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("library", ONE_DOOR)
@pytest.mark.parametrize("side", tree.PACKAGES)
def test_a_library_of_the_outer_world_is_imported_by_one_file_a_side(side: str, library: str) -> None:
    found = {
        path: line
        for path in tree.python_files(tree.PACKAGES[side])
        for line, name in _imports(path)
        if name.split(".")[0] == library
    }
    doors = [tree.at(path, line, f"import of {library}", "one file a side") for path, line in found.items()]
    assert len(doors) <= 1, "\n" + "\n".join(doors)


def test_only_the_demo_and_the_scenarios_import_the_agent_into_the_office() -> None:
    tree.assert_none(
        tree.at(path, line, name, "the agent imported by demo and scenarios alone")
        for path in tree.python_files(tree.PACKAGES["fleet"])
        if path.relative_to(tree.PACKAGES["fleet"]).parts[0] not in ("demo", "scenarios")
        for line, name in _imports(path)
        if name.split(".")[0] == "huonevahti_agent"
    )


def test_the_resident_agent_loads_no_heavy_library() -> None:
    program = "import huonevahti_agent.app, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    heavy = sorted(set(run.stdout.split()) & set(HEAVY))
    assert not heavy, f"agent/src/huonevahti_agent/app.py:1: found {heavy} loaded by it, expected none of {HEAVY}"
