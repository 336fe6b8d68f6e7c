"""The agent mends what it may: never in a session, seldom, one at a time, undone when it made worse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.remedies import unmute
from huonevahti_agent.simulated import PowerLost, SimulatedRoom
from huonevahti_kiosk.words import PageKind
from huonevahti_wire.messages import RemedyTried
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State
from tests.agent.remedies.stage import PROFILE, Break, Terminal

DAY_SECONDS = 86_400.0


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A healthy room whose agent has said everything."""
    terminal = Terminal(tmp_path)
    terminal.run(60)
    assert terminal.told() == []
    return terminal


def _shuffle(room: SimulatedRoom) -> None:
    room.cameras.enumerate("document_first")


def _crash(room: SimulatedRoom) -> None:
    room.kiosk.is_crashed = True


def _stop_sound(room: SimulatedRoom) -> None:
    room.sound.server_runs = False


BROKEN: dict[str, tuple[Break, str, str]] = {
    "muted microphone": (lambda room: room.sound.mute_microphone(), "microphone.muted", "unmute"),
    "muted speakers": (lambda room: room.sound.mute_speakers(), "speakers.muted", "unmute"),
    "low gain": (lambda room: room.sound.drop_level(), "microphone.volume", "set_levels"),
    "another input": (lambda room: room.sound.change_default(), "microphone.default", "choose_default"),
    "sound server": (_stop_sound, "microphone.present", "restart_sound"),
    "cameras": (_shuffle, "camera.order", "rank_cameras"),
    "dead browser": (_crash, "kiosk.running", "restart_kiosk"),
    "blank page": (lambda room: room.kiosk.show("blank"), "kiosk.page", "bring_kiosk_home"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_a_remedy_treats_is_mended_and_told_once(terminal: Terminal, what: str) -> None:
    break_it, name, remedy = BROKEN[what]
    break_it(terminal.room)
    terminal.run(150)
    assert terminal.state(name) is State.OK
    assert terminal.told() == [(remedy, "done", "")]


def test_the_event_comes_before_the_report_that_all_is_good(terminal: Terminal) -> None:
    terminal.room.sound.mute_microphone()
    terminal.run(100)
    kinds = [sent.topic.rpartition("/")[2] for sent in terminal._broker.sent]
    told = next(i for i, sent in enumerate(terminal._broker.sent) if b"remedy_tried" in sent.payload)
    good = max(
        i
        for i, sent in enumerate(terminal._broker.sent)
        if b'"microphone.muted","state":"ok"' in sent.payload
    )
    assert kinds[told] == "event"
    assert told < good


def test_a_flicker_is_left_alone(terminal: Terminal) -> None:
    terminal.room.sound.mute_microphone()
    terminal.run(5)
    terminal.room.sound.unmute_microphone()
    terminal.run(120)
    assert terminal.told() == []


@pytest.mark.parametrize("what", BROKEN)
def test_nothing_is_touched_while_a_customer_is_there(terminal: Terminal, what: str) -> None:
    terminal.room.visit.start_visit()
    terminal.run(30)
    BROKEN[what][0](terminal.room)
    terminal.run(3600)
    assert terminal.told() == []


def test_what_broke_in_a_session_is_mended_after_it(terminal: Terminal) -> None:
    terminal.room.visit.start_visit()
    terminal.run(30)
    terminal.room.sound.mute_speakers()
    terminal.run(600)
    assert _are_muted(terminal)
    terminal.room.visit.end_visit()
    terminal.run(1200)
    assert not _are_muted(terminal)
    assert terminal.told() == [("unmute", "done", "")]


def _are_muted(terminal: Terminal) -> bool:
    """Ask anew: what a room's speakers were before tells nothing of them now."""
    return terminal.room.sound.speakers_are_muted


@pytest.mark.parametrize("page", ["identification", "bank"])
def test_nobody_is_taken_away_from_identifying(terminal: Terminal, page: PageKind) -> None:
    terminal.room.kiosk.show(page)
    terminal.run(3 * 3600)
    assert terminal.room.kiosk.page == page
    assert terminal.told() == []


def test_a_remedy_is_tried_as_often_as_allowed_and_then_held_back(terminal: Terminal) -> None:
    for _ in range(unmute.CAP_PER_DAY + 3):
        terminal.room.sound.mute_microphone()
        terminal.run(120)
    done = [("unmute", "done", "")] * unmute.CAP_PER_DAY
    assert terminal.told() == [*done, ("unmute", "refused", "too_often")]
    assert terminal.room.sound.microphone_is_muted
    terminal.cycle.break_off()
    terminal.time.advance(DAY_SECONDS)
    terminal.start()
    terminal.run(120)
    assert terminal.told()[-1] == ("unmute", "done", "")
    assert not terminal.room.sound.microphone_is_muted


def test_the_cap_outlives_the_agent(terminal: Terminal) -> None:
    for _ in range(unmute.CAP_PER_DAY + 2):
        terminal.room.sound.mute_microphone()
        terminal.run(60)
        terminal.cycle.break_off()
        terminal.start()
        terminal.run(60)
    assert [outcome for _, outcome, _ in terminal.told()].count("done") == unmute.CAP_PER_DAY
    assert terminal.room.sound.microphone_is_muted


def test_each_device_has_a_cap_of_its_own(terminal: Terminal) -> None:
    for _ in range(unmute.CAP_PER_DAY + 1):
        terminal.room.sound.mute_microphone()
        terminal.run(120)
    terminal.room.sound.mute_speakers()
    terminal.run(120)
    assert not terminal.room.sound.speakers_are_muted


class Fatal:
    """A remedy on which the agent is killed, after the intent is on the disk; it counts how often it was begun."""

    NAME, CAP_PER_DAY, LOOKS_AFTER_SECONDS = "unmute", 2, 2.0
    TREATS: tuple[Ailment, ...] = (Ailment("microphone.muted"),)

    def __init__(self) -> None:
        self.begun = 0

    def apply(self, host: Host, treated: Treated, profile: Profile) -> None:
        del host, treated, profile
        self.begun += 1
        raise PowerLost("killed in the act")

    def undo(self, host: Host, former: object, profile: Profile) -> None:
        del host, former, profile
        raise AssertionError("nothing was changed")


def test_a_kill_between_intent_and_act_is_counted_and_never_repeated_beyond_the_cap(tmp_path: Path) -> None:
    fatal = Fatal()
    terminal = Terminal(tmp_path, (fatal,))
    terminal.room.sound.mute_microphone()
    for _ in range(6):
        for _ in range(40):
            try:
                terminal.run(60)
            except PowerLost:
                break
        terminal.cycle.break_off()
        terminal.start()
    terminal.run(60)
    assert fatal.begun == fatal.CAP_PER_DAY
    assert [told for told in terminal.told() if told[2] == "interrupted"] == [
        ("unmute", "failed", "interrupted")
    ] * fatal.CAP_PER_DAY


class Clumsy:
    """Unmutes the microphone and mutes the speakers, and knows how to take that back."""

    NAME, CAP_PER_DAY, LOOKS_AFTER_SECONDS = "unmute", 4, 2.0
    TREATS: tuple[Ailment, ...] = (Ailment("microphone.muted"), Ailment("speakers.muted"))

    def __init__(self, can_undo: bool = True) -> None:
        self.can_undo = can_undo
        self.undone = 0

    def apply(self, host: Host, treated: Treated, profile: Profile) -> object:
        del treated, profile
        host.set_muted("source", host.sound().sources[0].name, False)
        host.set_muted("sink", host.sound().sinks[0].name, True)
        return "muted" if self.can_undo else None

    def undo(self, host: Host, former: object, profile: Profile) -> None:
        del former, profile
        self.undone += 1
        host.set_muted("sink", host.sound().sinks[0].name, False)
        host.set_muted("source", host.sound().sources[0].name, True)


def test_what_made_it_worse_is_undone_once_and_not_tried_again_that_day(tmp_path: Path) -> None:
    clumsy = Clumsy()
    terminal = Terminal(tmp_path, (clumsy,))
    terminal.run(60)
    terminal.room.sound.mute_microphone()
    terminal.run(3600)
    assert terminal.told() == [("unmute", "undone", "worse")]
    assert clumsy.undone == 1
    assert terminal.room.sound.microphone_is_muted
    assert not terminal.room.sound.speakers_are_muted


def test_what_made_it_worse_and_cannot_be_undone_is_told_and_left(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, (Clumsy(can_undo=False),))
    terminal.run(60)
    terminal.room.sound.mute_microphone()
    terminal.run(900)
    assert terminal.told()[0] == ("unmute", "failed", "worse")


def _raises(_: Host) -> None:
    raise RuntimeError("the mixer has gone mad")


class Broken(Fatal):
    """A remedy with an error in it."""

    def apply(self, host: Host, treated: Treated, profile: Profile) -> None:
        del treated, profile
        _raises(host)


def test_a_remedy_that_breaks_is_an_outcome_and_the_agent_goes_on(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, (Broken(),))
    terminal.room.sound.mute_microphone()
    terminal.run(120)
    assert terminal.told() == [("unmute", "failed", "remedy_failed")]
    terminal.room.sound.unmute_microphone()
    terminal.run(60)
    assert terminal.state("microphone.muted") is State.OK


def test_what_does_not_help_is_tried_again_a_few_times_and_the_second_way_at_once(tmp_path: Path) -> None:
    profile = replace(PROFILE, kiosk=None)
    terminal = Terminal(tmp_path, profile=profile)
    terminal.run(60)
    _shuffle(terminal.room)
    terminal.run(200)
    assert terminal.told()[0][:2] == ("rank_cameras", "failed")
    assert terminal.told()[1:] == [("reenumerate_cameras", "done", "")]
    assert terminal.state("camera.order") is State.OK


OFF: dict[str, tuple[str, ...]] = {"one": ("unmute",), "all": ("*",)}


@pytest.mark.parametrize("what", OFF)
def test_a_remedy_switched_off_in_the_profile_is_not_tried(tmp_path: Path, what: str) -> None:
    terminal = Terminal(tmp_path, profile=replace(PROFILE, remedies_off=OFF[what]))
    terminal.room.sound.mute_microphone()
    terminal.room.sound.drop_level()
    terminal.run(300)
    assert terminal.room.sound.microphone_is_muted
    assert [remedy for remedy, _, _ in terminal.told()] == (["set_levels"] if what == "one" else [])


def test_one_is_tried_at_a_time(terminal: Terminal) -> None:
    terminal.room.sound.mute_microphone()
    terminal.room.sound.mute_speakers()
    terminal.room.sound.drop_level()
    terminal.run(300)
    events = [event for event in terminal.events() if isinstance(event.body, RemedyTried)]
    assert len(events) == len({event.at for event in events}) == 3


class Unsteady(Clumsy):
    """Unmutes the microphone, and everything else is bad for as long as a page takes to load."""

    LOOKS_AFTER_SECONDS = 10.0

    def __init__(self, terminal: Callable[[], Terminal], verb_seconds: float) -> None:
        super().__init__()
        self._terminal, self._verb_seconds = terminal, verb_seconds

    def apply(self, host: Host, treated: Treated, profile: Profile) -> object:
        del treated, profile
        terminal = self._terminal()
        host.set_muted("sink", host.sound().sinks[0].name, True)
        terminal.time.advance(self._verb_seconds)
        terminal.time.arrange(4.0, terminal.room.sound.unmute_microphone)
        terminal.time.arrange(8.0, terminal.room.sound.unmute_speakers)
        return "muted"


@pytest.mark.parametrize("verb_seconds", [0.0, 15.0])
def test_what_is_worse_for_a_moment_is_judged_when_its_time_is_over(
    tmp_path: Path, verb_seconds: float
) -> None:
    unsteady = Unsteady(lambda: room, verb_seconds)
    room = Terminal(tmp_path, (unsteady,))
    room.run(60)
    room.room.sound.mute_microphone()
    room.run(120)
    assert room.told() == [("unmute", "done", "")]
    assert unsteady.undone == 0


@pytest.mark.parametrize(("off", "is_off"), [((), False), (("unmute",), False), (("*",), True)])
def test_only_the_word_for_all_switches_off_what_a_boot_may_mend_too(
    tmp_path: Path, off: tuple[str, ...], is_off: bool
) -> None:
    terminal = Terminal(tmp_path, profile=replace(PROFILE, remedies_off=off))
    assert terminal.cycle._parts.mending.is_off is is_off
