"""What a card shows, when it may measure, and what it says afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from huonevahti_fleet.domain.cards import After, Face, Press, after, face, is_available, refusal
from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.hands import HANDS, Hands, hands_for, place_of, there
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Verdict
from huonevahti_fleet.rules import RULES
from huonevahti_wire.messages import JobStatus
from huonevahti_wire.profile import Profile, RoleMatch
from tests.fleet.pages.sample import NOW, PORVOO, SILENT, TOO_LOW, UNPLUGGED, ago, fault, incident, state

PULLED = incident(1042, UNPLUGGED, "porvoo")
PROFILE = Profile(
    "yeti",
    "simulated",
    roles={
        "microphone": RoleMatch(sound_name="usb", sound_port="analog-input-mic"),
        "customer_camera": RoleMatch(port="1-1.2"),
        "hub": RoleMatch(port="1-1"),
    },
)


@pytest.mark.parametrize(
    ("incidents", "verdict", "need", "number"),
    [
        ((), Verdict.FIT, "green", None),
        ((), Verdict.ONBOARDING, "not_in_use", None),
        ((), Verdict.NO_DATA, "unseen", None),
        ((PULLED,), Verdict.UNFIT, "hands", 1042),
        ((incident(9, TOO_LOW, "porvoo"),), Verdict.DEGRADED, "others", 9),
        ((incident(9, TOO_LOW, "porvoo"), PULLED), Verdict.UNFIT, "hands", 1042),
        ((incident(5, SILENT, "porvoo"),), Verdict.NO_DATA, "hands", 5),
        ((replace(PULLED, fault=replace(UNPLUGGED, harm=Harm.COSMETIC)),), Verdict.FIT, "green", None),
    ],
)
def test_a_card_shows_green_or_one_thing(
    incidents: tuple[Any, ...], verdict: Verdict, need: str, number: int | None
) -> None:
    found = face(state("porvoo", PORVOO, verdict, incidents=incidents))
    assert (found.need, found.incident.number if found.incident else None) == (need, number)


@pytest.mark.parametrize(
    ("made", "hands"),
    [
        (UNPLUGGED, Hands("plug", "microphone")),
        (fault("microphone_level", Owner.ON_SITE, variant="too_high"), None),
        (fault("speakers_muted", Owner.TERMINAL), None),
        (fault("link_down", Owner.ROOM_NETWORK), None),
        (fault("link_down", Owner.ON_SITE), Hands("plug", "network")),
        (fault("covered", Owner.ON_SITE, rests_on=("camera.document.picture",)), Hands("uncover", "document_camera")),
        (fault("odd", Owner.ON_SITE, rests_on=("machine.cpu",)), None),
        (fault("customer_camera_gone", Owner.ON_SITE, variant="wrong_port"), Hands("move_plug", "customer_camera")),
    ],
)
def test_hands_are_told_by_the_fault_else_by_what_it_rests_on(made: Any, hands: Hands | None) -> None:
    assert hands_for(made) == hands


def test_every_listed_fault_is_one_that_a_rule_finds() -> None:
    known = {rule.__module__.rpartition(".")[2] for rule in RULES}
    assert {stem.partition(".")[0] for stem in HANDS} <= known


def test_the_drawing_knows_the_rooms_own_table() -> None:
    assert there(PROFILE) == {"screen", "network", "microphone", "customer_camera", "hub"}
    assert place_of(PROFILE, "microphone") == ("jack", "")
    assert place_of(PROFILE, "customer_camera") == ("hub", "2")
    assert place_of(PROFILE, "hub") == ("terminal", "")
    assert place_of(PROFILE, "speakers") == ("terminal", "")


@pytest.mark.parametrize("in_session", [True, False, None])
def test_the_lobby_learns_nothing_of_who_is_inside(in_session: bool | None) -> None:
    assert is_available(state("porvoo", PORVOO, in_session=in_session))
    assert not is_available(state("porvoo", PORVOO, Verdict.UNFIT, in_session=in_session))
    assert not is_available(state("porvoo", PORVOO, in_session=in_session, is_open=False))


@pytest.mark.parametrize(
    ("in_session", "is_empty", "seconds_ago", "refused"),
    [
        (False, True, None, None),
        (None, True, None, None),
        (True, True, None, "in_session"),
        (False, False, None, "not_empty"),
        (False, True, 59, "too_soon"),
        (False, True, 60, None),
    ],
)
def test_a_room_is_measured_empty_and_once_a_minute(
    in_session: bool | None, is_empty: bool, seconds_ago: int | None, refused: str | None
) -> None:
    found = state("porvoo", PORVOO, in_session=in_session)
    before = ago(seconds=seconds_ago) if seconds_ago is not None else None
    assert refusal(found, before, NOW, is_empty=is_empty) == refused


def pressed(result: Any, kind: Any = "did_it", seconds_ago: float = 5, number: int | None = 1042) -> Press:
    return Press(ago(seconds=seconds_ago), "c", "porvoo", kind, result, number, "j")


HAND = Face("hands", PULLED, Hands("plug", "microphone"))


@pytest.mark.parametrize(
    ("press", "status", "shown", "said"),
    [
        (None, None, HAND, ""),
        (pressed("ordered"), JobStatus.OFFERED, HAND, "measuring"),
        (pressed("ordered"), JobStatus.SUCCEEDED, HAND, "still"),
        (pressed("ordered"), JobStatus.REJECTED, HAND, "no_answer"),
        (pressed("ordered", seconds_ago=91), JobStatus.QUEUED, HAND, "no_answer"),
        (pressed("ordered"), JobStatus.SUCCEEDED, Face("green"), ""),
        (pressed("noted", "cannot_now"), None, HAND, "cannot_now"),
        (pressed("noted", "did_not_help"), None, HAND, "did_not_help"),
        (pressed("in_session"), None, HAND, "in_session"),
        (pressed("in_session", seconds_ago=61), None, HAND, ""),
        (pressed("noted", "did_not_help", seconds_ago=1801), None, HAND, ""),
        (pressed("ordered", number=7), JobStatus.SUCCEEDED, HAND, ""),
    ],
)
def test_after_a_press_the_card_says_what_came_of_it(
    press: Press | None, status: JobStatus | None, shown: Face, said: After
) -> None:
    assert after(press, status, shown, NOW) == said
