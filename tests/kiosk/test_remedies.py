"""The remedies of the kiosk before a real launcher and browser: what the agent's verbs do, the page then sees."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from huonevahti_agent import app
from huonevahti_agent.host import VideoNode
from huonevahti_agent.host.remedy import Refused
from huonevahti_agent.host.verbs import KioskOrder
from huonevahti_agent.probes import cameras, kiosk, session
from huonevahti_agent.remedies import bring_kiosk_home, rank_cameras, restart_kiosk
from huonevahti_agent.settings import Settings
from huonevahti_kiosk.words import Answer, GoHome, KioskReading, RankCameras, RestartBrowser
from huonevahti_wire import profile
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import ConfigDocument, OpenPeriod, Signed
from huonevahti_wire.profile import Profile, RoleMatch
from huonevahti_wire.signals import State
from tests.agent.remedies.stage import Told, failed, remedies_told
from tests.agent.rooms import GOOD, verify
from tests.fakes.broker import FakeBroker
from tests.kiosk.agent_there import AgentsHost
from tests.kiosk.calls import kiosk_running, reading_of
from tests.kiosk.stage import Site
from tests.kiosk.test_browser import FIRST_CAMERA
from tests.waiting import wait_until

CUSTOMERS, PAPERS = "046d:0893", "1e4e:0110"
PROFILE = Profile(
    name="staged",
    platform="linux",
    kiosk=profile.Kiosk(foreign_max_seconds=1.0, hand_over_max_seconds=1.0),
    roles={
        "customer_camera": RoleMatch(port="1-1.2", model=CUSTOMERS),
        "document_camera": RoleMatch(port="1-1.3", model=PAPERS),
    },
    camera_order=("customer_camera", "document_camera"),
    watching_seconds={"*": 0.5},
    poll_seconds={"*": 0.5},
)
MODELS = {"fake_device_0": PAPERS, "fake_device_1": CUSTOMERS}
ORDER = (failed("camera.order", "document_first"),)


class RoomsHost(AgentsHost):
    """The real host; the browser's two fake cameras bear models as real ones do, and have nodes in the wrong order."""

    def kiosk(self) -> KioskReading:
        reading = super().kiosk()
        if reading.devices is None:
            return reading
        labels = tuple(f"{label} ({MODELS[label]})" for label in reading.devices.cameras)
        return replace(reading, devices=replace(reading.devices, cameras=labels))

    def order_kiosk(self, order: KioskOrder) -> Answer:
        if isinstance(order, RankCameras):
            order = replace(order, cameras=tuple(label.split(" ")[0] for label in order.cameras))
        return super().order_kiosk(order)

    def video_nodes(self) -> tuple[VideoNode, ...]:
        return (
            VideoNode(0, "1-1.3", PAPERS, "", "Paper", 1),
            VideoNode(2, "1-1.2", CUSTOMERS, "", "Customer", 1),
        )


def _closed(host: RoomsHost) -> bytes:
    """A config of a site that opens in two days: while open a page that hangs may be a call that nobody can see."""
    now, day = host.now(), timedelta(days=1)
    document = ConfigDocument(
        terminal="imatra-1",
        version=1,
        issued_at=now,
        accept_by=now + day,
        open_periods=(OpenPeriod(now + 2 * day, now + 3 * day),),
    )
    return encode(Signed(key_id="0" * 16, payload=msgspec.json.encode(document), signature=GOOD))


class Terminal:
    """The real agent, with all its remedies, before a launcher and its browser."""

    def __init__(self, launcher: Path, folder: Path) -> None:
        self.launcher, self.host = launcher, RoomsHost(launcher)
        self._broker = FakeBroker()
        settings = Settings(terminal="imatra-1", state=folder)
        choices = app.Choices(profile=PROFILE, verify=verify, probes=(session, cameras, kiosk), rng=Random(1))
        self._broker.publish("hv/1/imatra-1/config/desired", _closed(self.host), retain=True)
        self._cycle = app.build(settings, self.host, self._broker.client("imatra-1"), choices)

    def run(self, seconds: float, *, until_told: bool = False) -> Told:
        """Let the agent turn for so long, or until something was told of a remedy; return all that was."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not (until_told and self.told()):
            self._cycle.turn()
            self.host.wait(min(0.2, self._cycle.next_turn_in()))
        told, signals = self.told(), self._cycle._parts.sensing.signals
        assert told or not until_told, [signals["session.guard"], *signals.values()]
        return told

    def told(self) -> Told:
        """What was told of remedies: which, what came of it, and why."""
        return remedies_told(self._broker)

    def state(self, name: str) -> State:
        """How a signal stands for the agent."""
        return self._cycle._parts.sensing.signals[name].state

    def close(self) -> None:
        """End without a word."""
        self._cycle.break_off()
        self.host.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """The pages of every host."""
    found = Site()
    yield found
    found.close()


@pytest.fixture
def terminal(site: Site, tmp_path: Path) -> Iterator[Terminal]:
    """A terminal at its start page."""
    with kiosk_running(site, tmp_path) as launcher:
        found = Terminal(launcher, tmp_path / "agent")
        yield found
        found.close()


def _stands(launcher: Path) -> KioskReading:
    """The start page with its button, as soon as it stands."""
    wait_until(lambda: reading_of(launcher).start_button == "shown", "the start page stands", 30.0)
    return reading_of(launcher)


def test_the_agent_ranks_the_cameras_and_the_page_then_takes_the_customers_first(
    site: Site, terminal: Terminal
) -> None:
    assert site.order(FIRST_CAMERA) == "fake_device_0"
    assert terminal.run(90.0, until_told=True) == [("rank_cameras", "done", "")]
    assert terminal.state("camera.order") is State.OK
    _stands(terminal.launcher)
    assert site.order(FIRST_CAMERA) == "fake_device_1"
    assert len(terminal.run(5.0)) == 1, "what is mended is left alone"


def test_a_ranking_is_taken_back_as_it_was(site: Site, terminal: Terminal) -> None:
    former = rank_cameras.apply(terminal.host, ORDER, PROFILE)
    _stands(terminal.launcher)
    assert site.order(FIRST_CAMERA) == "fake_device_1"
    rank_cameras.undo(terminal.host, former, PROFILE)
    _stands(terminal.launcher)
    assert site.order(FIRST_CAMERA) == "fake_device_0"


def _ranked(terminal: Terminal) -> None:
    """Begin with nothing to mend."""
    rank_cameras.apply(terminal.host, ORDER, PROFILE)
    _stands(terminal.launcher)


def test_the_agent_starts_a_hung_browser_anew_and_the_start_button_can_be_pressed(
    site: Site, terminal: Terminal
) -> None:
    _ranked(terminal)
    starts = reading_of(terminal.launcher).starts_per_hour
    site.send_off("for (;;) {}")
    wait_until(lambda: reading_of(terminal.launcher).answers is False, "the page hangs", 30.0)
    assert terminal.run(120.0, until_told=True) == [("restart_kiosk", "done", "")]
    assert _stands(terminal.launcher).starts_per_hour == starts + 1
    assert terminal.state("kiosk.running") is State.OK


def test_the_agent_brings_the_kiosk_home_from_a_page_that_never_came_back(
    site: Site, terminal: Terminal
) -> None:
    _ranked(terminal)
    site.send_off(f"location.href = {json.dumps(site.address('kela', '/away'))}")
    wait_until(lambda: reading_of(terminal.launcher).page == "hand_over", "the other page", 30.0)
    assert terminal.run(120.0, until_told=True) == [("bring_kiosk_home", "done", "")]
    assert _stands(terminal.launcher).page == "home"


@pytest.mark.parametrize(("host", "page"), [("tunnistus", "identification"), ("bank", "bank")])
def test_nobody_is_taken_away_from_identifying_by_the_agent_nor_by_any_verb(
    site: Site, terminal: Terminal, host: str, page: str
) -> None:
    _ranked(terminal)
    site.send_off(f"location.href = {json.dumps(site.address(host, '/away'))}")
    wait_until(lambda: reading_of(terminal.launcher).page == page, "the page where people identify", 30.0)
    assert terminal.run(60.0, until_told=True) == [("bring_kiosk_home", "refused", "away")]
    for remedy in (bring_kiosk_home, restart_kiosk, rank_cameras):
        with pytest.raises(Refused, match="away"):
            remedy.apply(terminal.host, ORDER, PROFILE)
    for order in (GoHome(), RestartBrowser(), RankCameras(("fake_device_0",))):
        assert terminal.host.order_kiosk(order).refused == page
    assert reading_of(terminal.launcher).page == page
