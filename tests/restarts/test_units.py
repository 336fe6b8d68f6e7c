"""The units and rules as systemd itself reads them, on a system on which they are installed."""

from __future__ import annotations

import json
import re

import pytest

from huonevahti_agent.hosts.linux import session
from tests.house import tree
from tests.restarts.office import Office
from tests.restarts.terminal import Terminal

pytestmark = pytest.mark.timeout(1200)  # the first of them may have to build its Debian
PROBE = (
    "/opt/huonevahti/bin/huonevahti-agent",
    "probe",
    "--json",
    "--profile",
    "/etc/huonevahti/profile.yaml",
)
ONCE = f"""\
[Service]
Type=oneshot
Restart=no
ExecStart=
ExecStart={" ".join(PROBE)}
StandardOutput=truncate:/run/probed
StandardError=journal
"""
HOLDS = ("--property=StandardInput=file:/dev/video0",)
MOST_EXPOSURE = 2.3
"""As `systemd-analyze security` counts, from 0 to 10; an ordinary service has 9.6."""


def test_systemd_finds_nothing_wrong_with_a_unit(machine: Terminal) -> None:
    machine.boot()
    for kind in ("system", "user"):
        folder = tree.ROOT / f"agent/system/usr/lib/systemd/{kind}"
        units = sorted(path for path in folder.iterdir() if path.is_file())
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


def test_who_holds_a_camera_is_told_to_the_agent_alone(machine: Terminal) -> None:
    machine.boot()
    machine.run("touch", "/dev/video0")
    machine.run("chmod", "a+r", "/dev/video0")
    started = machine.run("systemd-run", "--property=User=nobody", *HOLDS, "sleep", "300")
    assert started.returncode == 0, started.stderr
    assert _asked(machine, "huonevahti") == (0, "looked\nsleep\n")
    assert _asked(machine, "nobody")[0] != 0


def _asked(machine: Terminal, user: str) -> tuple[int, str]:
    """Return what is told to one of the machine's users who asks who holds a camera."""
    asks = f"import socket\nline = socket.socket(socket.AF_UNIX)\nline.connect('{session.LOOKER}')\n"
    asks += "print(line.makefile().read(), end='')"
    told = machine.run(
        "setpriv", f"--reuid={user}", "--regid=nogroup", "--init-groups", "python3", "-c", asks
    )
    return told.returncode, told.stdout


def test_the_agent_sees_no_less_as_a_unit_than_root_does(machine: Terminal, office: Office) -> None:
    del office  # it wrote the settings, and is what the network is asked for
    machine.write("etc/systemd/system/huonevahti-agent.service.d/once.conf", ONCE)
    machine.boot()
    assert machine.run("systemctl", "start", "huonevahti-agent.service").returncode == 0
    as_unit = _judged(machine.run("cat", "/run/probed").stdout)
    as_root = _judged(machine.run(*PROBE).stdout)
    assert {"boot.cause", "clock.synchronised", "network.link", "machine.memory", "session.guard"} <= set(
        as_root
    )
    assert as_unit == as_root


def _judged(lines: str) -> dict[str, tuple[str, str]]:
    """Return each signal's state and reason by its name; what they measured changes from look to look."""
    return {
        found["name"]: (found["state"], found.get("reason", ""))
        for found in map(json.loads, lines.splitlines())
    }


def test_each_file_of_the_system_is_named_in_the_how_to() -> None:
    how_to = (tree.ROOT / "docs/how-to/install-a-terminal.md").read_text(encoding="utf-8")
    system = tree.ROOT / "agent/system"
    files = [f"/{path.relative_to(system)}" for path in sorted(system.rglob("*")) if path.is_file()]
    assert [file for file in files if f"`{file}`" not in how_to] == []
