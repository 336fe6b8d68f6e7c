"""The life of an incident: watched, opened once, resolved by itself, back with its number, closed after seven days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.faults import Fault, Rule
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.incidents import advance
from huonevahti_fleet.domain.rooms import Incident, IncidentState
from huonevahti_fleet.rules import RULES
from tests.fleet.stories import NOW, healthy, told

MUTED = "microphone.muted failed muted"
SILENT = "presence offline last_seen=600"
SITE = f"{SILENT}\nneighbours site_rooms=1 site_silent=1"


class Desk:
    """Plays turns upon one shared set of incidents, as a flow does with a store."""

    def __init__(self) -> None:
        self.incidents: tuple[Incident, ...] = ()
        self._numbers = count(1040)

    def look(
        self, after_seconds: float, story: str, room: str = "porvoo", rules: tuple[Rule, ...] = RULES
    ) -> Incident | None:
        """Diagnose the room at an instant and advance; return the incident that changed last, if any remains."""
        at = NOW + timedelta(seconds=after_seconds)
        history = told(story, healthy())
        seen_at = history.presence.last_seen_at
        presence = replace(history.presence, last_seen_at=seen_at and seen_at + (at - NOW))
        history = replace(history, now=at, room=room, presence=presence)
        self.incidents = advance(
            self.incidents, diagnose(history, rules), history, lambda: next(self._numbers)
        )
        return self.incidents[-1] if self.incidents else None

    def told(self) -> list[tuple[str, str, int | None]]:
        """Return slug, state and number of each incident."""
        return [(i.fault.slug, i.state, i.number) for i in self.incidents]


def test_a_fault_is_watched_then_opens_with_a_number() -> None:
    desk = Desk()
    desk.look(0, MUTED)
    assert desk.told() == [("microphone_muted", "watching", None)]
    desk.look(9.9, MUTED)
    assert desk.told() == [("microphone_muted", "watching", None)]
    opened = desk.look(10, MUTED)
    assert opened is not None
    assert desk.told() == [("microphone_muted", "open", 1040)]
    assert opened.opened_at == NOW + timedelta(seconds=10)


def test_a_fault_that_vanishes_while_watched_leaves_nothing() -> None:
    desk = Desk()
    desk.look(0, MUTED)
    assert desk.look(5, "") is None


def test_a_fault_that_vanishes_resolves_its_incident_at_once() -> None:
    desk = Desk()
    desk.look(0, MUTED)
    desk.look(10, MUTED)
    resolved = desk.look(60, "")
    assert resolved is not None
    assert resolved.state is IncidentState.RESOLVED
    assert resolved.resolved_at == NOW + timedelta(seconds=60)


DAY = 86_400.0


def _resolved() -> Desk:
    desk = Desk()
    for turn in ((0.0, MUTED), (10.0, MUTED), (60.0, "")):
        desk.look(*turn)
    return desk


def test_a_fault_that_returns_within_seven_days_reopens_the_same_number() -> None:
    desk = _resolved()
    desk.look(2 * DAY, MUTED)
    assert desk.told() == [("microphone_muted", "watching", 1040)]
    again = desk.look(2 * DAY + 10, MUTED)
    assert again is not None
    assert (again.state, again.number, again.reopened, again.resolved_at) == (
        IncidentState.OPEN,
        1040,
        1,
        None,
    )


def test_a_blip_of_a_resolved_fault_does_not_reopen_it() -> None:
    desk = _resolved()
    before = desk.incidents[-1]
    desk.look(2 * DAY, MUTED)
    after = desk.look(2 * DAY + 3, "")
    assert after is not None
    assert (after.state, after.reopened, after.resolved_at) == (IncidentState.RESOLVED, 0, before.resolved_at)


def test_seven_healthy_days_close_it_and_the_next_one_has_a_new_number() -> None:
    desk = _resolved()
    closed = desk.look(60 + 7 * DAY, "")
    assert closed is not None
    assert closed.state is IncidentState.CLOSED
    desk.look(8 * DAY, MUTED)
    desk.look(8 * DAY + 10, MUTED)
    assert desk.told() == [("microphone_muted", "closed", 1040), ("microphone_muted", "open", 1041)]


@pytest.mark.parametrize("stage", ["onboarding", "in_window"])
def test_nothing_opens_in_onboarding_or_in_a_window(stage: str) -> None:
    desk = Desk()
    for second in (0, 10, 600):
        assert desk.look(second, f"{MUTED}\nstage {stage}") is None


def test_a_window_neither_hides_nor_multiplies_what_was_open_before() -> None:
    desk = Desk()
    for turn in ((0.0, MUTED), (10.0, MUTED), (20.0, f"{MUTED}\nstage in_window"), (30.0, MUTED)):
        desk.look(*turn)
    assert desk.told() == [("microphone_muted", "open", 1040)]


def test_consequences_do_not_open_beside_their_cause() -> None:
    desk = Desk()
    lost = (
        "usb.hub failed missing\ncamera.customer.present failed missing\ncall_button.present failed missing"
    )
    for second in (0, 10, 600):
        desk.look(second, lost)
    assert desk.told() == [("usb_hub_lost", "open", 1040)]


def test_what_was_open_before_a_silence_stays_open_through_it() -> None:
    desk = Desk()
    for turn in ((0.0, MUTED), (10.0, MUTED), (900.0, f"{MUTED}\n{SILENT}"), (960.0, f"{MUTED}\n{SILENT}")):
        desk.look(*turn)
    assert desk.told() == [("microphone_muted", "open", 1040), ("terminal_silent", "open", 1041)]
    desk.look(1000, "")
    assert [state for _, state, _ in desk.told()] == ["resolved", "resolved"]


@pytest.mark.parametrize(
    ("story", "state"),
    [
        pytest.param("microphone.muted no_data no_sound_server", "open", id="it cannot be told: it stays"),
        pytest.param(
            "microphone.muted no_data not_in_profile", "resolved", id="no longer part of the room: it goes"
        ),
        pytest.param("microphone.muted ok", "resolved", id="good again: it goes"),
    ],
)
def test_no_data_mends_nothing(story: str, state: str) -> None:
    desk = Desk()
    for turn in ((0.0, MUTED), (10.0, MUTED), (60.0, story)):
        desk.look(*turn)
    assert desk.told() == [("microphone_muted", state, 1040)]


def test_a_broken_rule_leaves_its_incident_as_it_is() -> None:
    def broken(history: History) -> Fault | None:
        raise ZeroDivisionError(history.room)

    broken.__module__ = "huonevahti_fleet.rules.microphone_muted"
    desk = Desk()
    for turn in ((0.0, MUTED), (10.0, MUTED)):
        desk.look(*turn)
    desk.look(60, MUTED, rules=(broken,))
    assert desk.told() == [("microphone_muted", "open", 1040)]


def test_all_rooms_of_a_silent_site_share_one_incident() -> None:
    desk = Desk()
    desk.look(0, SITE, "one")
    desk.look(1, SITE, "two")
    shared = desk.look(60, SITE, "two")
    assert shared is not None
    assert desk.told() == [("site_silent", "open", 1040)]
    assert (shared.rooms, shared.room) == (("one", "two"), "one")
    half = desk.look(70, "", "one")
    assert half is not None
    assert (half.state, half.rooms, half.room) == (IncidentState.OPEN, ("two",), "two")
    whole = desk.look(80, "", "two")
    assert whole is not None
    assert whole.state is IncidentState.RESOLVED


def test_a_room_heard_again_ends_its_sites_silence_whatever_else_ails_it() -> None:
    desk = Desk()
    for turn in ((0.0, SITE), (60.0, SITE), (70.0, "usb.disconnects warning value=14 hours_ago=0")):
        desk.look(*turn)
    assert desk.told() == [("site_silent", "resolved", 1040), ("usb_flapping", "watching", None)]


def test_a_terminal_found_silent_first_is_taken_into_its_sites_incident() -> None:
    desk = Desk()
    for turn in ((0.0, SILENT), (60.0, SILENT), (70.0, SITE), (130.0, SITE)):
        desk.look(*turn)
    assert desk.told() == [("terminal_silent", "resolved", 1040), ("site_silent", "open", 1041)]


def test_an_incident_that_did_not_change_comes_back_as_the_same_object() -> None:
    desk = Desk()
    desk.look(0, MUTED)
    opened = desk.look(10, MUTED)
    assert desk.look(40, MUTED) is opened
    assert desk.look(80, MUTED) is not opened


STORIES = [
    "",
    MUTED,
    "usb.hub failed missing\ncamera.customer.present failed missing",
    SILENT,
    SITE,
    f"{MUTED}\nstage in_window",
    "microphone.muted no_data no_sound_server",
    "network.loss warning value=0.2",
]
STEPS = [0.5, 3, 10, 70, 3600, 3 * DAY, 8 * DAY]
TURN = st.tuples(st.sampled_from(STEPS), st.sampled_from(STORIES), st.sampled_from(["one", "two"]))
TURNS = st.lists(TURN, max_size=25)


@given(TURNS)
def test_numbers_keys_and_times_hold_whatever_happens(turns: list[tuple[float, str, str]]) -> None:
    desk, second, numbers = Desk(), 0.0, dict[int, str]()
    for step, story, room in turns:
        second += step
        desk.look(second, story, room)
        live = [i.key for i in desk.incidents if i.state is not IncidentState.CLOSED]
        assert len(live) == len(set(live))
        for incident in desk.incidents:
            _holds(incident)
            if incident.number is not None:
                assert numbers.setdefault(incident.number, incident.key) == incident.key


def _holds(incident: Incident) -> None:
    assert incident.number is not None or incident.state is IncidentState.WATCHING
    assert incident.rooms
    assert incident.room in incident.rooms
    assert incident.first_seen_at <= incident.last_seen_at
    if incident.state is not IncidentState.WATCHING:
        instants = (incident.first_seen_at, incident.opened_at, incident.resolved_at, incident.closed_at)
        told_at = [at for at in instants if at is not None]
        assert told_at == sorted(told_at)


@given(st.lists(st.sampled_from([1.0, 60.0, 3600.0, DAY]), max_size=30))
def test_a_healthy_room_never_opens_anything(steps: list[float]) -> None:
    desk, second = Desk(), 0.0
    for step in steps:
        second += step
        assert desk.look(second, "") is None
