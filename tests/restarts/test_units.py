"""The units and rules as systemd itself reads them, on a system on which they are installed."""

from __future__ import annotations

import re

import pytest

from tests.house import tree
from tests.restarts.terminal import Terminal

pytestmark = pytest.mark.timeout(1200)  # the first of them may have to build its Debian
MOST_EXPOSURE = 2.7
"""As `systemd-analyze security` counts, from 0 to 10; an ordinary service has 9.6."""


def test_systemd_finds_nothing_wrong_with_a_unit(machine: Terminal) -> None:
    machine.boot()
    for kind in ("system", "user"):
        units = sorted((tree.ROOT / f"agent/system/usr/lib/systemd/{kind}").glob("*.service"))
        assert units
        for unit in units:
            words = ["systemd-analyze", f"--{kind}", "verify", f"/usr/lib/systemd/{kind}/{unit.name}"]
            said = machine.run("env", "XDG_RUNTIME_DIR=/run", *words)
            assert (said.returncode, said.stderr) == (0, ""), f"{unit.name}: {said.stderr}"


def test_the_agents_unit_stays_as_closed_as_its_probes_allow(machine: Terminal) -> None:
    machine.boot()
    said = machine.run("systemd-analyze", "security", "--no-pager", "huonevahti-agent.service").stdout
    found = re.search(r"Overall exposure level for huonevahti-agent\.service: ([0-9.]+)", said)
    assert found is not None, said
    assert float(found[1]) <= MOST_EXPOSURE, said


def test_each_file_of_the_system_is_named_in_the_how_to() -> None:
    how_to = (tree.ROOT / "docs/how-to/install-a-terminal.md").read_text(encoding="utf-8")
    system = tree.ROOT / "agent/system"
    files = [f"/{path.relative_to(system)}" for path in sorted(system.rglob("*")) if path.is_file()]
    assert [file for file in files if f"`{file}`" not in how_to] == []
