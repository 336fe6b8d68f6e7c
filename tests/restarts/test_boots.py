"""The agent as a unit of a real system, which boots, falls and is restarted by others: each boot has its cause."""

from __future__ import annotations

import pytest

from huonevahti_wire.messages import AgentStarted, BootCause, Booted
from tests.restarts.office import HEARD_SECONDS, Office
from tests.restarts.terminal import REBOOTED, Terminal
from tests.waiting import wait_until

pytestmark = pytest.mark.timeout(1200)  # the first of them may have to build its Debian
UNIT = "huonevahti-agent.service"


def _shown(machine: Terminal, name: str) -> str:
    return machine.run("systemctl", "show", "--value", f"--property={name}", UNIT).stdout.strip()


def test_the_agent_comes_up_as_a_unit_without_roots_rights(machine: Terminal, office: Office) -> None:
    machine.boot()
    first = office.wait(Booted, 1)
    assert (first.cause, first.boot_id) == (BootCause.FIRST, machine.boot_id())
    wait_until(lambda: _shown(machine, "ActiveState") == "active", "the unit to be active")
    status = machine.run("sh", "-c", f"cat /proc/{_shown(machine, 'MainPID')}/status").stdout
    user = machine.run("id", "--user", "huonevahti").stdout.strip()
    assert f"Uid:\t{user}\t{user}\t{user}" in status
    assert user != "0"


def test_a_pulled_plug_is_told_as_a_power_cut(machine: Terminal, office: Office) -> None:
    machine.boot(1200)
    office.wait(Booted, 1)
    machine.cut_power()
    machine.boot()
    again = office.wait(Booted, 2)
    assert (again.cause, again.boot_id) == (BootCause.POWER_CUT, machine.boot_id())


@pytest.mark.parametrize(("order", "code"), [("reboot", REBOOTED), ("poweroff", 0)])
def test_what_root_orders_by_hand_is_told_as_somebody_elses(
    machine: Terminal, office: Office, order: str, code: int
) -> None:
    machine.boot(1200)
    office.wait(Booted, 1)
    assert machine.run("systemctl", order).returncode == 0
    assert machine.goes_down(30) == code
    machine.boot()
    assert office.wait(Booted, 2).cause == BootCause.FOREIGN_CLEAN
    assert [presence.kind for presence in office.heard("presence")] == ["birth", "goodbye", "birth"]


def test_an_agent_that_hangs_is_started_anew_on_the_same_boot(machine: Terminal, office: Office) -> None:
    machine.write(f"etc/systemd/system/{UNIT}.d/soon.conf", "[Service]\nWatchdogSec=4\nRestartSec=0\n")
    machine.boot(1200)
    office.wait(AgentStarted, 1)
    machine.run("systemctl", "kill", "--signal=STOP", UNIT)
    again = office.wait(AgentStarted, 2, HEARD_SECONDS)
    assert again.boot_id == machine.boot_id()
    assert len(office.told(Booted)) == 1
