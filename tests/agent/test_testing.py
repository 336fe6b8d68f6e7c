"""What sees and hears runs in an empty room alone, beside everything else, and stands till it may run again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import Struct

from huonevahti_agent import app
from huonevahti_agent.cycle import Cycle
from huonevahti_agent.domain.learnt import Learnt, LearntSound
from huonevahti_agent.edges.guarding import Guarding
from huonevahti_agent.edges.learnt import Memory
from huonevahti_agent.edges.line import Moment
from huonevahti_agent.edges.sensing import Aids, Sensing
from huonevahti_agent.host import DeviceChange, Host
from huonevahti_agent.settings import Settings
from huonevahti_wire.messages import HotPlug
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import Signal, State
from tests.agent.rooms import Dial, Room, verify
from tests.waiting import wait_until

SIX_HOURS = 6 * 3600.0
PLUGGED = DeviceChange("added", "usb", "1-1.2", "1e4e:0110", "USB Document Camera")


class Known(Struct, frozen=True):
    """A sample of a test."""

    learnt: Learnt = Learnt()


class Ear(Dial):
    """A probe that hears, and learns how often it did; `hold` lets it take its time."""

    def __init__(self) -> None:
        super().__init__("ear")
        self.ended = 0
        self.SIGNALS = ("microphone.crackle",)
        self.set("microphone.crackle", State.OK)
        self.go = threading.Event()
        self.go.set()

    def sample(self, host: Host, profile: Profile) -> Any:
        super().sample(host, profile)
        self.go.wait(30)
        self.ended += 1
        return Known()

    def learn(self, sample: Known, profile: Profile, at: datetime) -> Learnt:
        del profile, at
        times = int(sample.learnt.sound.device) if sample.learnt.sound else 0
        return Learnt(sound=LearntSound(str(times + 1), ()))


class Stage:
    """A sensing over a quiet host, with one probe that hears and one that does not; `refusal` is the guard's word."""

    def __init__(self, folder: Path) -> None:
        self.room = Room(folder / "room")
        self.ear, self.refusal, self.asked = Ear(), "open", 0
        self.memory = Memory(folder)
        timings = self.room.cycle._parts.reporting.timings
        aids = Aids(self._may_test, self.memory)
        self.sensing = Sensing(self.room.host, (self.ear, self.room.dial), self.room.profile, timings, aids)

    def _may_test(self, moment: Moment) -> str:
        del moment
        self.asked += 1
        return self.refusal

    @property
    def crackle(self) -> Signal:
        return self.sensing.signals["microphone.crackle"]

    def run(self, seconds: float) -> None:
        """Sense whenever something is due, and once a minute as the cycle does, until so much time has passed."""
        host = self.room.host
        end = host.elapsed_seconds + seconds
        while host.elapsed_seconds < end:
            self.sensing.sense(self._moment())
            due = max(0.05, self.sensing.next_due() - host.elapsed_seconds)
            host.elapsed_seconds = min(end, host.elapsed_seconds + min(60.0, due))

    def now(self, *names: str) -> None:
        self.sensing.sense_now(names, self._moment())

    def _moment(self) -> Moment:
        return Moment(self.room.host.now(), self.room.host.monotonic())


@pytest.fixture
def tested(tmp_path: Path) -> Iterator[Stage]:
    tested = Stage(tmp_path)
    yield tested
    tested.memory.close()


def test_a_room_that_may_not_be_tested_is_not_heard_and_says_why(tested: Stage) -> None:
    tested.run(SIX_HOURS)
    assert (tested.crackle.state, tested.crackle.reason) == (State.NO_DATA, "open")
    assert tested.ear.samples == 0
    assert tested.sensing.is_complete
    tested.refusal = "after_session"
    tested.run(60)
    assert tested.crackle.reason == "after_session"


def test_while_it_is_refused_the_guard_is_asked_twice_a_minute_at_most(tested: Stage) -> None:
    tested.run(600)
    assert 5 <= tested.asked <= 21


def test_a_closed_room_is_tested_at_once_and_then_every_six_hours(tested: Stage) -> None:
    tested.refusal = ""
    tested.run(60)
    assert (tested.crackle.state, tested.ear.samples) == (State.OK, 1)
    tested.run(SIX_HOURS - 120)
    assert tested.ear.samples == 1
    tested.run(120)
    assert tested.ear.samples == 2


def test_what_was_found_at_night_still_stands_while_the_room_is_open(tested: Stage) -> None:
    tested.refusal = ""
    tested.ear.set("microphone.crackle", State.FAILED, 3.0, reason="crackles")
    tested.run(60)
    since = tested.crackle.since
    tested.refusal = "open"
    tested.ear.set("microphone.crackle", State.OK)
    tested.run(2 * SIX_HOURS)
    assert (tested.crackle.state, tested.crackle.reason, tested.crackle.since) == (
        State.FAILED,
        "crackles",
        since,
    )
    tested.refusal = ""
    tested.run(60)
    assert tested.crackle.state is State.OK


def test_a_closing_room_is_tested_within_a_minute(tested: Stage) -> None:
    tested.run(3600)
    tested.refusal = ""
    tested.run(61)
    assert tested.ear.samples == 1


def test_asked_for_now_it_is_tested_if_it_may_and_else_left_as_it_was(tested: Stage) -> None:
    tested.refusal = ""
    tested.run(60)
    tested.now("ear")
    assert tested.ear.samples == 2
    tested.refusal = "media"
    tested.now()
    assert (tested.ear.samples, tested.crackle.state) == (2, State.OK)
    assert not tested.sensing.is_testing


def test_a_device_that_was_plugged_in_is_tested_once_when_it_has_settled(tested: Stage) -> None:
    tested.refusal = ""
    tested.run(60)
    for _ in range(5):
        tested.sensing.rouse(tested.room.host.monotonic(), bool)
        tested.run(1)
    assert tested.ear.samples == 1
    tested.run(10)
    assert tested.ear.samples == 2


def test_a_jack_that_is_back_is_tested_though_no_kernel_told_of_it(tested: Stage) -> None:
    tested.refusal = ""
    tested.room.dial.set("microphone.present", State.FAILED, reason="unplugged")
    tested.run(120)
    tested.room.dial.set("microphone.present", State.OK)
    tested.run(120)
    assert tested.ear.samples == 2


def test_what_was_learnt_is_handed_to_the_next_test_and_kept(tested: Stage, tmp_path: Path) -> None:
    tested.refusal = ""
    tested.run(60)
    tested.now("ear")
    assert tested.memory.learnt == Learnt(sound=LearntSound("2", ()))
    again = Memory(tmp_path)
    assert again.learnt == tested.memory.learnt
    again.close()


def test_the_names_of_a_family_with_a_role_are_those_of_the_profile(tested: Stage) -> None:
    tested.ear.SIGNALS = ("camera.<role>.picture", "camera.views")
    tested.run(60)
    untested = {name for name, signal in tested.sensing.signals.items() if signal.reason == "open"}
    assert untested == {"camera.document.picture", "camera.views", "probe.ear.ran"}


def _until(room: Room, is_so: Callable[[], bool], what: str) -> None:
    """Turn the agent while a thread beside it works in real time."""

    def turned() -> bool:
        room.run(0.2)
        return is_so()

    wait_until(turned, what)


def _may_always(guarding: Guarding, moment: Moment) -> str:
    del guarding, moment
    return ""


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Room, Ear]]:
    """The whole agent in a room that may be tested, whose ear takes as long as the test wants, in a thread."""
    monkeypatch.setattr(Guarding, "may_test", _may_always)
    room, ear = Room(tmp_path), Ear()
    ear.go.clear()
    choices = app.Choices(
        profile=room.profile, verify=verify, probes=(room.dial, ear), rng=Random(1), waits_beside=True
    )
    settings = Settings(terminal="imatra", state=tmp_path)
    room.cycle.break_off()
    room.cycle = app.build(settings, room.host, room.broker.client("imatra"), choices)
    room.run(3)
    wait_until(lambda: ear.samples == 1, "the room to be listened to")
    yield room, ear
    ear.go.set()


def test_a_pulled_camera_is_told_at_once_while_the_room_is_listened_to(beside: tuple[Room, Ear]) -> None:
    room, ear = beside
    room.host.changes.append((PLUGGED,))
    room.run(1)
    assert len(room.bodies(HotPlug)) == 1
    assert room.cycle._parts.sensing.signals["microphone.crackle"].reason == "not_tested"
    ear.go.set()
    _until(room, lambda: _crackle(room.cycle) is State.OK, "the test to end")


def test_a_job_to_measure_ends_when_its_tests_have(beside: tuple[Room, Ear]) -> None:
    room, ear = beside
    ear.go.set()
    _until(room, lambda: _crackle(room.cycle) is State.OK, "the first test to end")
    ear.go.clear()
    ear.set("microphone.crackle", State.FAILED, 3.0, reason="crackles")
    room.order("job0000000001")
    room.run(2)
    assert [state.state for state in room.job_states()] == ["in_progress"]
    ear.go.set()
    _until(room, lambda: room.job_states()[-1].state == "succeeded", "the job to end")
    full = [report for report in room.reports() if report.full][-1]
    assert {s.name: s.reason for s in full.signals}["microphone.crackle"] == "crackles"


def test_a_measurement_asked_for_during_a_test_waits_for_its_end_and_holds_up_no_camera(
    beside: tuple[Room, Ear],
) -> None:
    room, ear = beside
    room.order("job0000000001")
    room.run(1)
    room.host.changes.append((PLUGGED,))
    room.run(1)
    assert (len(room.bodies(HotPlug)), ear.ended) == (1, 0), "told while the test still ran"
    assert [state.state for state in room.job_states()] == ["in_progress"]
    ear.go.set()
    _until(room, lambda: room.job_states()[-1].state == "succeeded", "the job to end")
    assert ear.samples == 2, "what ran already began before it was asked for"


def test_the_network_is_measured_beside_too_when_it_is_asked_for(beside: tuple[Room, Ear]) -> None:
    room, ear = beside
    ear.SIGNALS = ("network.dns",)
    ear.judged.clear()
    ear.set("network.dns", State.OK, 0.01, unit="seconds")
    ear.go.set()
    _until(room, lambda: "network.dns" in room.cycle._parts.sensing.signals, "the first run to end")
    ear.go.clear()
    ended = ear.ended
    room.order("job0000000001")
    room.run(1)
    room.host.changes.append((PLUGGED,))
    room.run(1)
    assert (len(room.bodies(HotPlug)), ear.ended) == (1, ended), "told while the network was still measured"
    ear.go.set()
    _until(room, lambda: room.job_states()[-1].state == "succeeded", "the job to end")


def _crackle(cycle: Cycle) -> State:
    return cycle._parts.sensing.signals["microphone.crackle"].state
