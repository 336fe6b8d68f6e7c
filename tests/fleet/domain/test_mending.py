"""What mended a fault, and how long its terminal is waited for: tables of what was tried and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from msgspec.structs import replace as changed

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.incidents import advance
from huonevahti_fleet.domain.mending import mender, waits_seconds
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Incident, IncidentState
from huonevahti_fleet.rules import RULES
from huonevahti_wire.messages import Event, RemedyTried
from huonevahti_wire.plan.mending import TAKES_SECONDS
from tests.fleet.pages.sample import fault
from tests.fleet.stories import NOW, ROOM, healthy, told

FREE = "session.guard ok value=free"
SINCE = NOW - timedelta(minutes=2)
MUTED = replace(fault("microphone_muted", Owner.ON_SITE), since=SINCE, rests_on=("microphone.muted",))
SPEAKERS_IN_VAIN = RemedyTried("unmute", "failed", "speakers", "no_effect", ("speakers.muted",))
DONE = RemedyTried("unmute", "done", "microphone", treated=("microphone.muted",))
OF_SPEAKERS = RemedyTried("unmute", "done", "speakers", treated=("speakers.muted",))
IN_VAIN = RemedyTried("unmute", "failed", "microphone", "no_effect", ("microphone.muted",))
UNDONE = RemedyTried("unmute", "undone", "microphone", "worse", ("microphone.muted",))
HELD_BACK = RemedyTried("unmute", "refused", "microphone", "too_often", ("microphone.muted",))


def _tried(*bodies: tuple[float, RemedyTried], story: str = FREE) -> History:
    """A room where remedies were tried so many seconds after the fault began."""
    events = [
        Event(stream="0123456789ab", number=number, at=SINCE + timedelta(seconds=seconds), body=body)
        for number, (seconds, body) in enumerate(bodies, start=1)
    ]
    return replace(told(story, ROOM), events=tuple(sorted(events, key=lambda event: event.at, reverse=True)))


MENDED: list[tuple[str, tuple[tuple[float, RemedyTried], ...], str]] = [
    ("nothing was tried", (), ""),
    ("it was mended", ((12, DONE),), "unmute"),
    ("instants in whole seconds may lie before the fault", ((-1, DONE),), "unmute"),
    ("an older try mended an older fault", ((-2, DONE),), ""),
    ("another device was mended", ((12, OF_SPEAKERS),), ""),
    ("it was tried in vain", ((12, IN_VAIN),), ""),
    ("it was undone", ((12, UNDONE),), ""),
    ("it was held back", ((12, HELD_BACK),), ""),
    ("the second try mended it", ((12, IN_VAIN), (950, DONE)), "unmute"),
]


@pytest.mark.parametrize(
    ("bodies", "remedy"), [each[1:] for each in MENDED], ids=[each[0] for each in MENDED]
)
def test_what_mended_a_fault_was_done_on_its_own_signals_since_it_began(
    bodies: tuple[tuple[float, RemedyTried], ...], remedy: str
) -> None:
    assert mender(MUTED, _tried(*bodies)) == remedy


WAITED: list[tuple[str, History, float]] = [
    ("in a free room", _tried(), TAKES_SECONDS),
    ("while a try of another device failed", _tried((12, SPEAKERS_IN_VAIN)), TAKES_SECONDS),
    ("what an older fault was tried for in vain", _tried((-60, IN_VAIN)), TAKES_SECONDS),
    ("a report with the good news is on its way", _tried((12, DONE)), TAKES_SECONDS),
    ("with a customer inside", _tried(story="session.guard ok value=busy"), 0.0),
    ("in a room that nobody can judge", _tried(story="session.guard warning value=undecided"), 0.0),
    ("of a terminal that tells no guard", _tried(story=""), 0.0),
    ("of a guard without an answer", _tried(story="session.guard no_data"), 0.0),
    ("of a silent terminal", _tried(story=f"{FREE}\npresence offline last_seen=600"), 0.0),
    ("after a try in vain", _tried((12, IN_VAIN)), 0.0),
    ("after one that was undone", _tried((12, UNDONE)), 0.0),
    ("after the last try of the day", _tried((12, HELD_BACK)), 0.0),
]


@pytest.mark.parametrize(
    ("history", "seconds"), [each[1:] for each in WAITED], ids=[each[0] for each in WAITED]
)
def test_a_terminal_is_waited_for_while_it_may_mend_and_not_longer(history: History, seconds: float) -> None:
    assert waits_seconds(MUTED, history) == seconds


OFF: list[tuple[tuple[str, ...], float]] = [
    (("unmute",), 0.0),
    (("*",), 0.0),
    (("set_levels",), TAKES_SECONDS),
]


@pytest.mark.parametrize(("off", "seconds"), OFF)
def test_a_remedy_that_is_switched_off_is_not_waited_for(off: tuple[str, ...], seconds: float) -> None:
    history = _tried()
    assert (
        waits_seconds(MUTED, replace(history, profile=changed(history.profile, remedies_off=off))) == seconds
    )


def test_nobody_waits_for_what_no_remedy_treats() -> None:
    gone = replace(MUTED, slug="microphone_gone", rests_on=("microphone.present", "usb.hub"))
    assert waits_seconds(replace(gone, rests_on=("usb.hub",)), _tried()) == 0.0
    assert waits_seconds(gone, _tried()) == TAKES_SECONDS, "a sound server that is gone is started anew"


class Desk:
    """The incidents of one room whose microphone was muted at `SINCE`, looked at by the seconds since then."""

    def __init__(self) -> None:
        self.incidents: tuple[Incident, ...] = ()
        self._numbers = count(1040)

    def look(
        self, seconds: float, story: str = "", *bodies: tuple[float, RemedyTried]
    ) -> list[tuple[str, str]]:
        """Diagnose the room at an instant; return how each incident stands, and what mended it."""
        at = SINCE + timedelta(seconds=seconds)
        signals = healthy(f"{FREE}\n{story}").signals
        since = {name: changed(signal, since=SINCE) for name, signal in signals.items()}
        presence = replace(ROOM.presence, last_seen_at=at)
        history = replace(_tried(*bodies), now=at, presence=presence, signals=since)
        found = diagnose(history, RULES)
        self.incidents = advance(self.incidents, found, history, lambda: next(self._numbers))
        return [(str(i.state), i.mended_by) for i in self.incidents]


BROKEN = "microphone.muted failed muted"


def test_what_is_mended_in_time_was_never_open_and_stays_in_the_record() -> None:
    desk = Desk()
    assert desk.look(0, BROKEN) == [("watching", "")]
    assert desk.look(39, BROKEN) == [("watching", "")], "ten seconds of its own and thirty for the terminal"
    assert desk.look(39.5, "", (38, DONE)) == [("resolved", "unmute")]
    (incident,) = desk.incidents
    assert (incident.number, incident.opened_at) == (1040, None)


def test_a_fault_that_outlasts_the_waiting_opens() -> None:
    desk = Desk()
    desk.look(0, BROKEN)
    assert desk.look(40, BROKEN) == [("open", "")]
    assert desk.look(70, "", (65, DONE)) == [("resolved", "unmute")]


def test_a_try_in_vain_opens_the_incident_at_once() -> None:
    desk = Desk()
    desk.look(0, BROKEN)
    assert desk.look(14, BROKEN, (12, IN_VAIN)) == [("open", "")]


def test_what_comes_back_was_not_mended() -> None:
    desk = Desk()
    desk.look(0, BROKEN)
    desk.look(14, "", (12, DONE))
    states = desk.look(60, BROKEN)
    assert states[-1][0] == IncidentState.WATCHING
    assert desk.incidents[-1].number == 1040, "the same incident, back"
