"""The guard of the real agent before a real browser: a call holds every test and every deed, and nothing for ever."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.edges.guarding import Guarding
from huonevahti_agent.edges.line import Moment
from huonevahti_agent.probes import session
from huonevahti_wire.messages import ConfigDocument, OpenPeriod
from huonevahti_wire.plan.guard import Verdict
from tests.kiosk.agent_there import PROFILE, AgentsHost
from tests.kiosk.calls import HANG_UP, call_up, kiosk_running, reading_of
from tests.kiosk.stage import Site
from tests.waiting import wait_until


class Closed:
    """The config of a site that opens in two days."""

    def __init__(self, host: AgentsHost) -> None:
        now, days = host.now(), timedelta(days=1)
        opening = OpenPeriod(now + 2 * days, now + 3 * days)
        self.document: ConfigDocument | None = ConfigDocument(
            terminal="imatra-1", version=1, issued_at=now, accept_by=now + days, open_periods=(opening,)
        )


class Watch:
    """The agent's host and its guard."""

    def __init__(self, launcher: Path) -> None:
        self.launcher = launcher
        self.host = AgentsHost(launcher)
        self.guarding = Guarding(self.host, session, PROFILE, Closed(self.host))

    def pass_by(self, minutes: float) -> None:
        """Lets time pass on the agent's clocks, with a look at its end as its probe has one."""
        self.host.passed += timedelta(minutes=minutes)
        self.guarding.sample(self.host, PROFILE)

    def may_test(self) -> str:
        return self.guarding.may_test(self._moment)

    def may_act(self) -> tuple[Verdict, str]:
        guarding = self.guarding.may_act(self._moment)
        return guarding.verdict, next(iter(guarding.reasons), "")

    @property
    def _moment(self) -> Moment:
        return Moment(self.host.now(), self.host.monotonic())


@pytest.fixture
def site() -> Iterator[Site]:
    """The pages of both ends of the call."""
    found = Site()
    yield found
    found.close()


@pytest.fixture
def watch(site: Site, tmp_path: Path) -> Iterator[Watch]:
    """A guard before a browser at its start page."""
    with kiosk_running(site, tmp_path) as launcher:
        found = Watch(launcher)
        yield found
        found.host.close()


def test_a_call_holds_every_test_and_deed_until_it_is_hung_up(site: Site, watch: Watch) -> None:
    assert (watch.may_test(), watch.may_act()) == ("", (Verdict.FREE, ""))
    call_up(site)
    wait_until(lambda: reading_of(watch.launcher).connection, "the launcher sees the connection", 30.0)
    watch.pass_by(1)
    assert (watch.may_test(), watch.may_act()) == ("media", (Verdict.BUSY, "media"))
    watch.pass_by(180)
    assert watch.may_act() == (Verdict.BUSY, "media"), (
        "moving media never expires, nobody touches anything in a call"
    )
    assert site.order(HANG_UP)
    wait_until(lambda: reading_of(watch.launcher).live_tracks == 0, "the page lets go", 30.0)
    watch.pass_by(1)
    assert (watch.may_test(), watch.may_act()) == ("after_session", (Verdict.FREE, ""))
    watch.pass_by(10)
    assert watch.may_test() == ""


def test_a_browser_that_hangs_at_night_under_a_silent_application_does_not_hold_for_ever(
    site: Site, watch: Watch, tmp_path: Path
) -> None:
    door = tmp_path / "application.sock"
    watch.host.hear_application_at(door)
    with socket.socket(socket.AF_UNIX) as application:
        application.connect(str(door))
        application.sendall(json.dumps({"v": 1, "state": "waiting"}).encode() + b"\n")
        watch.host.felt = Hands(touched_at=watch.host.now())
        watch.pass_by(0)
    assert watch.may_act() == (Verdict.BUSY, "application")
    site.send_off("for (;;) {}")
    wait_until(lambda: reading_of(watch.launcher).answers is False, "the page hangs", 30.0)
    watch.pass_by(2)
    assert watch.may_act() == (Verdict.BUSY, "touch"), "the last word of both is two minutes old, so is the hand"
    assert watch.may_test() == "after_session"
    watch.pass_by(30)
    assert watch.may_act() == (Verdict.UNDECIDED, "application_unreadable")
    watch.pass_by(31)
    assert watch.may_act() == (Verdict.FREE, "application_unreadable_expired")
    assert watch.may_test() == "application_unreadable_expired", "an expired sign proves no empty room"
