"""The daily restart on a real system: by plan, by logind, once; and never under a customer's feet."""

from __future__ import annotations

import pytest

from huonevahti_agent.hosts.linux import clock
from huonevahti_wire.messages import BootCause, Booted, JobEnded, JobStatus, RestartTold, Status
from tests.restarts.office import HEARD_SECONDS, Office, due_now, restart_now
from tests.restarts.terminal import REBOOTED, Terminal
from tests.waiting import wait_until

pytestmark = pytest.mark.timeout(1200)  # the first of them may have to build its Debian
LONG_AGO_SECONDS = 1200
"""A machine that booted within ten minutes is let alone, and one that booted since it was due has done its restart."""
ENDLESS = """\
[Service]
ExecStart=/bin/sleep infinity
ExecStop=/bin/sleep infinity
[Install]
WantedBy=multi-user.target
"""
"""Stops so slowly that the plug is pulled before the farewell is written."""
SPEAKING = ("--property=DynamicUser=yes", "--property=SupplementaryGroups=huonevahti-kiosk")
STUB = (
    "/opt/huonevahti/bin/huonevahti-kiosk",
    "application-stub",
    "--socket",
    "/run/huonevahti/application.sock",
)


def _told(office: Office, what: str) -> list[RestartTold]:
    return [told for told in office.told(RestartTold) if told.what == what]


def _inhibitors(machine: Terminal) -> str:
    return machine.run("systemd-inhibit", "--list", "--no-legend", "--no-pager").stdout


def test_a_restart_by_plan_goes_through_logind_and_is_told_as_ours(machine: Terminal, office: Office) -> None:
    machine.boot(LONG_AGO_SECONDS)
    before = office.wait(Booted, 1)
    now = clock.now()
    office.desire(1, now, **due_now(now))
    assert machine.goes_down(60) == REBOOTED
    (leave,) = [presence for presence in office.heard("presence") if presence.kind == "goodbye"]
    assert (leave.status, leave.reason) == (Status.RESTARTING, "planned")
    machine.boot()
    after = office.wait(Booted, 2)
    assert (after.cause, after.boot_id) == (BootCause.OURS, machine.boot_id())
    assert after.boot_id != before.boot_id
    reports = len(office.heard("report"))
    wait_until(lambda: len(office.heard("report")) > reports + 1, "the agent to go on", 30, 0.1)
    assert [told.kind for told in _told(office, "ordered")] == ["planned"]


def test_an_ordered_restart_that_the_power_forestalls_is_told_as_a_power_cut(
    machine: Terminal, office: Office
) -> None:
    machine.write("etc/systemd/system/endless.service", ENDLESS)
    machine.prepare("systemctl", "enable", "endless.service")
    machine.boot(LONG_AGO_SECONDS)
    office.wait(Booted, 1)
    now = clock.now()
    office.desire(1, now, **due_now(now))
    assert office.wait(RestartTold, 1).what == "ordered"
    wait_until(
        lambda: "endless" in machine.run("systemctl", "list-jobs").stdout, "the machine to be going down", 30
    )
    machine.cut_power()
    machine.boot()
    assert office.wait(Booted, 2).cause == BootCause.POWER_CUT


def test_an_ordered_restart_has_succeeded_once_the_next_boot_tells_so(
    machine: Terminal, office: Office
) -> None:
    machine.boot(LONG_AGO_SECONDS)
    office.wait(Booted, 1)
    office.desire(1, clock.now())
    wait_until(lambda: office.heard("report"), "the clock to be confirmed", HEARD_SECONDS, 0.1)
    office.order(restart_now(office.heard("presence")[0].stream, clock.now()))
    assert machine.goes_down(60) == REBOOTED
    assert office.states() == [JobStatus.IN_PROGRESS]
    machine.boot()
    assert office.wait(Booted, 2).cause == BootCause.OURS
    ended = office.wait(JobEnded, 1)
    assert (ended.state, ended.reason) == (JobStatus.SUCCEEDED, "")


def test_a_customer_holds_off_the_plan_and_whoever_looks_at_inhibitors(
    machine: Terminal, office: Office
) -> None:
    machine.boot(LONG_AGO_SECONDS)
    office.wait(Booted, 1)
    called = machine.run(
        "systemd-run", "--unit=application", *SPEAKING, *STUB, "--states=in_call", "--seconds=300"
    )
    assert called.returncode == 0, called.stderr
    wait_until(lambda: "huonevahti" in _inhibitors(machine), "the inhibitor", 30, 0.2)
    now = clock.now()
    office.desire(1, now, **due_now(now))
    held = office.wait(RestartTold, 1)
    assert (held.what, held.kind, held.reasons) == ("deferred", "planned", ("application",))
    asked = machine.run("systemctl", "reboot", "--check-inhibitors=yes")
    assert (asked.returncode, "inhibited" in asked.stderr) == (1, True), asked.stderr
    assert _told(office, "ordered") == []
    assert machine.run("systemctl", "reboot").returncode == 0  # systemd 252 asks root for no inhibitor
    assert machine.goes_down(30) == REBOOTED
    machine.boot()
    assert office.wait(Booted, 2).cause == BootCause.FOREIGN_CLEAN
