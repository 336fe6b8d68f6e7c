"""What the record answers to a complaint: a fault, a clearance, or that it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from huonevahti_fleet.domain.clear import (
    Clearance,
    FaultAnswer,
    Measurement,
    Record,
    Unclear,
    answer,
    fault_at,
)
from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Incident
from huonevahti_fleet.domain.symptoms import MEANINGS, Symptom, named, speaks
from huonevahti_wire.signals import FAMILIES, State, family_of
from tests.fleet.pages.sample import NOW, ago, fault, incident

START, END = NOW - timedelta(minutes=10), NOW
ALL_GOOD = (
    *("camera.customer.present", "camera.document.present", "camera.order", "usb.hub", "touch.present"),
    *("microphone.present", "microphone.muted", "microphone.volume", "microphone.default", "microphone.crackle"),
    *("camera.customer.picture", "camera.document.picture"),
    *("speakers.present", "speakers.muted", "speakers.volume", "speakers.default", "call.frames", "call.loss"),
    *("network.link", "network.tls.video", "network.interceptor", "network.loss", "kiosk.running", "kiosk.page"),
)


def seen(name: str, state: State = State.OK, since: datetime = NOW - timedelta(hours=5), **more: Any) -> Measurement:
    return Measurement(name, state, since, **more)


def record(*measurements: Measurement, incidents: tuple[Incident, ...] = (), **more: Any) -> Record:
    good = {name: seen(name) for name in ALL_GOOD} | {found.name: found for found in measurements}
    return Record("porvoo", START, END, good, incidents, **more)


def rests(slug: str, *signals: str, **more: Any) -> Incident:
    made = fault(slug, Owner.ON_SITE, rests_on=signals, **more)
    return incident(7, made, "porvoo")


@pytest.mark.parametrize("symptom", [s for s in Symptom if s is not Symptom.OTHER])
def test_a_room_good_in_all_that_speaks_to_it_is_cleared_and_only_a_suspicion_is_told(symptom: Symptom) -> None:
    found = answer(record(), symptom)
    assert isinstance(found, Clearance)
    assert found.owner in (Owner.REMOTE_ACCESS, Owner.AUTHORITY, Owner.APPLICATION, Owner.OTHER_CHANNEL)
    assert found.question
    assert found.unseen
    assert {one.state for one in found.measured} == {State.OK}
    assert {one.name for one in found.measured} == {n for n in ALL_GOOD if speaks(MEANINGS[symptom], n)}


def test_of_something_else_nothing_is_suspected() -> None:
    assert answer(record(), Symptom.OTHER).owner is Owner.UNDECIDED


@pytest.mark.parametrize(
    ("symptom", "slug", "signal", "is_its"),
    [
        (Symptom.CRACKLE, "microphone_gone", "microphone.present", True),
        (Symptom.NOT_HEARD, "microphone_muted", "microphone.muted", True),
        (Symptom.CANNOT_HEAR, "microphone_muted", "microphone.muted", False),
        (Symptom.NO_PICTURE, "microphone_gone", "microphone.present", False),
        (Symptom.NO_PICTURE, "interceptor", "network.interceptor", True),
        (Symptom.BLACK_OR_WHITE, "document_camera_first", "camera.order", True),
        (Symptom.SLOW, "network_degraded", "network.loss", True),
        (Symptom.STUCK_PAGE, "hand_over_late", "kiosk.returned", True),
        (Symptom.NOBODY_ANSWERS, "call_button_gone", "call_button.present", False),
        (Symptom.OTHER, "call_button_gone", "call_button.present", True),
        (Symptom.ECHO, "terminal_silent", "presence", True),
    ],
)
def test_a_fault_answers_a_symptom_that_its_signals_speak_to(
    symptom: Symptom, slug: str, signal: str, is_its: bool
) -> None:
    found = answer(record(incidents=(rests(slug, signal),)), symptom)
    assert isinstance(found, FaultAnswer) is is_its
    if isinstance(found, FaultAnswer):
        assert (found.incident, found.owner) == (7, Owner.ON_SITE)
    elif isinstance(found, Clearance):
        assert found.other_incidents == (7,)


def test_what_a_fault_takes_with_it_counts_as_its_own() -> None:
    hub = rests("usb_hub_lost", "usb.hub", explains=("microphone.present", "camera.customer.present"))
    down = rests("link_down", "network.link", explains=("network.*",))
    assert fault_at(record(incidents=(hub,)), Symptom.NOT_HEARD) is hub
    assert fault_at(record(incidents=(down,)), Symptom.SLOW) is down


def test_of_two_faults_the_one_that_harms_more_answers_and_a_numbered_one_before_a_watched_one() -> None:
    mild = replace(rests("microphone_level", "microphone.volume", harm=Harm.DEGRADED), number=8)
    bad = rests("microphone_gone", "microphone.present")
    assert fault_at(record(incidents=(mild, bad)), Symptom.NOT_HEARD) is bad
    assert fault_at(record(incidents=(mild, replace(bad, number=None))), Symptom.NOT_HEARD) is mild


def test_what_no_customer_notices_is_no_answer_to_something_else() -> None:
    found = answer(record(incidents=(rests("agent_trouble", "agent.memory", harm=Harm.COSMETIC),)), Symptom.OTHER)
    assert not isinstance(found, FaultAnswer)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"is_heard": False}, "not_heard"),
        ({"signals": {}}, "too_little"),
        ({"signals": {"microphone.present": seen("microphone.present", State.NO_DATA, reason="failed")}}, "too_little"),
    ],
)
def test_a_room_that_was_not_measured_is_never_cleared(changed: dict[str, Any], reason: str) -> None:
    found = answer(replace(record(), **changed), Symptom.NOT_HEARD)
    assert isinstance(found, Unclear)
    assert (found.reason, found.owner) == (reason, Owner.UNDECIDED)


@pytest.mark.parametrize(
    ("symptom", "unmeasured"),
    [
        (Symptom.CRACKLE, "microphone.crackle"),
        (Symptom.BLACK_OR_WHITE, "camera.customer.picture"),
        (Symptom.NOT_HEARD, "microphone.present"),
        (Symptom.SLOW, "network.loss"),
    ],
)
def test_good_neighbours_of_what_was_not_measured_clear_nothing(symptom: Symptom, unmeasured: str) -> None:
    missing = seen(unmeasured, State.NO_DATA, reason="failed")
    others = ("call.loss", "network.round_trip", "microphone.dropouts")
    found = answer(record(missing, *(seen(name, State.NO_DATA) for name in others)), symptom)
    assert isinstance(found, Unclear)
    assert found.reason == "too_little"
    assert found.measured
    assert unmeasured in found.not_measured
    that_night = seen(unmeasured, State.NO_DATA, reason="failed", good_until=ago(hours=6))
    assert isinstance(answer(record(that_night), symptom), Clearance)


@pytest.mark.parametrize("state", [State.FAILED, State.WARNING])
def test_a_signal_that_was_off_without_an_incident_clears_nothing(state: State) -> None:
    found = answer(record(seen("microphone.volume", state, reason="too_low")), Symptom.FAINT)
    assert isinstance(found, Unclear)
    assert (found.reason, found.measured[0].name) == ("disturbed", "microphone.volume")
    assert isinstance(answer(record(seen("microphone.volume", state)), Symptom.NO_PICTURE), Clearance)


def test_what_was_good_only_earlier_is_told_apart_from_what_was_measured_then() -> None:
    lens = seen("camera.customer.picture", State.NO_DATA, reason="failed", good_until=ago(hours=2))
    found = answer(record(lens, seen("kiosk.devices", State.NO_DATA, reason="failed")), Symptom.BLACK_OR_WHITE)
    assert isinstance(found, Clearance)
    assert [one.name for one in found.earlier] == ["camera.customer.picture"]
    assert "kiosk.devices" in found.not_measured
    assert "call.camera" in found.not_measured


def test_what_the_room_does_not_have_is_not_held_to_be_unmeasured() -> None:
    found = answer(record(seen("kiosk.devices", State.NO_DATA, reason="not_in_profile")), Symptom.NO_PICTURE)
    assert "kiosk.devices" not in found.not_measured


def test_other_rooms_cleared_of_the_same_are_a_reason() -> None:
    found = answer(record(same_elsewhere=3), Symptom.NO_PICTURE)
    assert isinstance(found, Clearance)
    assert found.why == (
        *("room_measured_good", "frames_sent", "call_arrived", "order_right", "no_interceptor"),
        *("same_elsewhere", "usual.no_picture"),
    )


def test_each_symptom_has_a_meaning_and_names_signals_that_may_exist() -> None:
    assert set(MEANINGS) == set(Symptom)
    roots = {family.name.split(".")[0] for family in FAMILIES} | {"sound"}
    for meaning in MEANINGS.values():
        assert {name.split(".")[0] for name in named(meaning)} <= roots
        assert {name for name in meaning.shown_by if not speaks(meaning, name)} == set()
    assert family_of("camera.order") is not None
