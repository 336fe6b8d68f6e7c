"""The demo's profiles: hurried for the rooms, patient where a real machine is only busy for a moment."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from huonevahti_fleet.demo import profiles
from huonevahti_fleet.rules import machine_pressed
from tests.house import tree


def test_this_machine_is_watched_as_in_earnest_and_the_rooms_in_a_hurry() -> None:
    machine, room = profiles.this_machine(), profiles.simulated()
    assert machine.watching_seconds == {"*": 2, "machine_pressed": machine_pressed.WATCHING_SECONDS}
    assert room.watching_seconds == {"*": 2}


def test_the_build_takes_along_what_the_demo_reads() -> None:
    build = tree.parsed(tree.ROOT / "fleet-server/hatch_build.py").body
    taken = next(
        ast.literal_eval(node.value)
        for node in build
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PROFILES"
    )
    source = Path(profiles.__file__).read_text(encoding="utf-8")
    assert sorted(taken) == sorted(word.split('"')[0] for word in source.split('folder() / "')[1:])
    assert all((tree.ROOT / "firmware-profiles" / name).is_file() for name in taken)


def test_an_installed_package_reads_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert profiles.folder() == tree.ROOT / "firmware-profiles"
    monkeypatch.setattr(profiles, "_SHIPPED", tmp_path)
    assert profiles.folder() == tmp_path
