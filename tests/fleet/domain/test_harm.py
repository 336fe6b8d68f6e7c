"""Harm: opening hours decide what a fault does to customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huonevahti_fleet.domain.faults import Confidence, Fault, Harm
from huonevahti_fleet.domain.harm import with_harm, worst_first
from huonevahti_fleet.domain.owners import Owner
from tests.fleet.stories import NOW, ROOM, told

FAULT = Fault(
    slug="microphone_gone",
    owner=Owner.ON_SITE,
    confidence=Confidence.CERTAIN,
    since=NOW,
    unfits=True,
    rests_on=("microphone.present",),
    watching_seconds=10.0,
)


@pytest.mark.parametrize(
    ("unfits", "own", "story", "harm"),
    [
        pytest.param(True, Harm.DEGRADED, "", Harm.CLOSED_NOW, id="unfit while open"),
        pytest.param(True, Harm.DEGRADED, "closed", Harm.CLOSED_AT_OPENING, id="unfit while closed"),
        pytest.param(False, Harm.DEGRADED, "", Harm.DEGRADED, id="degraded while open"),
        pytest.param(False, Harm.DEGRADED, "closed", Harm.DEGRADED, id="degraded while closed"),
        pytest.param(False, Harm.COSMETIC, "", Harm.COSMETIC, id="cosmetic stays so"),
    ],
)
def test_opening_hours_decide_the_harm(unfits: bool, own: Harm, story: str, harm: Harm) -> None:
    assert with_harm(replace(FAULT, unfits=unfits, harm=own), told(story, ROOM)).harm is harm


@pytest.mark.parametrize(
    ("booked_in_minutes", "harm"), [(0, Harm.CLOSED_NOW), (-20, Harm.CLOSED_NOW), (10, Harm.CLOSED_AT_OPENING)]
)
def test_a_booking_opens_a_closed_room_for_its_customer(booked_in_minutes: float, harm: Harm) -> None:
    booked = replace(told("closed", ROOM), booked_at=NOW + timedelta(minutes=booked_in_minutes))
    assert with_harm(FAULT, booked).harm is harm


def test_the_worst_comes_first_then_the_surer_then_the_older() -> None:
    sure = replace(FAULT, harm=Harm.CLOSED_NOW)
    old = replace(sure, since=NOW - timedelta(hours=2))
    guessed = replace(sure, confidence=Confidence.SUSPECTED)
    later = replace(FAULT, harm=Harm.CLOSED_AT_OPENING)
    slight = replace(FAULT, harm=Harm.COSMETIC)
    assert sorted([slight, later, guessed, sure, old], key=worst_first) == [old, sure, guessed, later, slight]
