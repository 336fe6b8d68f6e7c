"""Complaints, cards and checks over a store: what is saved, what is ordered, what is refused."""

from __future__ import annotations

import threading

import msgspec
import pytest

from huonevahti_fleet.domain.cards import PressKind
from huonevahti_fleet.domain.checks import KEPT_FOR, CheckResult
from huonevahti_fleet.domain.clear import Clearance, FaultAnswer, Unclear
from huonevahti_fleet.domain.complaints import document, reply
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.symptoms import Symptom
from huonevahti_fleet.flows.keep_check import keep_check, look_up
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.flows.press_card import make_card, press_card
from huonevahti_fleet.flows.take_complaint import take_complaint
from huonevahti_fleet.store import Store
from huonevahti_wire.messages import JobRequest, JobStatus, MeasureNow, Signed
from huonevahti_wire.signals import State
from tests.fakes.fleet import GONE, NOW, SEAL, THERE, birth, intake_over, later, report, said, signal

LINE = signal("network.loss", value=0.0, unit="ratio")
CAMERA = signal("camera.customer.present")
WELL = CheckResult(1, "normal", 1, "heard", "heard", "open", "open", "not_tested")


def ordered(store: Store) -> list[Job]:
    """The orders that came from cards."""
    return [job for job in store.jobs() if job.issuer == "card"]


@pytest.fixture
def heard(store: Store) -> Store:
    """Two rooms, of which Imatra loses its microphone after five minutes."""
    intake = intake_over(store)
    for room in ("imatra", "nurmes"):
        intake.take([said(birth(), room), said(report(1, THERE, LINE, CAMERA), room)], NOW)
        pass_time(intake, later(1), may_send=False)
    since = msgspec.structs.replace(GONE, since=later(300))
    intake.take([said(report(2, since, LINE, CAMERA)), said(report(2, THERE, LINE, CAMERA), "nurmes")], later(300))
    for seconds in (301, 303, 305):
        intake.take([said(report(seconds, full=False), room) for room in ("imatra", "nurmes")], later(seconds))
        pass_time(intake, later(seconds), may_send=False)
    return store


def test_a_complaint_about_that_time_is_answered_with_the_fault_and_its_owner(heard: Store) -> None:
    made = take_complaint(heard, ("imatra", Symptom.NOT_HEARD), later(304), "page", later(305))
    assert made is not None
    assert isinstance(made.answer, FaultAnswer)
    assert (made.answer.incident, made.owner, made.is_open) == (1, Owner.ON_SITE, True)
    assert made.fault is not None
    assert heard.complaints.of_number(made.number) == made


def test_an_innocent_room_is_cleared_with_what_was_measured_and_what_was_not(heard: Store) -> None:
    made = take_complaint(heard, ("nurmes", Symptom.NO_PICTURE), later(304), "api", later(305))
    assert made is not None
    assert isinstance(made.answer, Clearance)
    assert {one.name: one.value for one in made.answer.measured} == {"camera.customer.present": None}
    assert "camera.order" in made.answer.not_measured
    assert made.owner is Owner.REMOTE_ACCESS
    written = document(made)
    assert (written["outcome"], written["answer"]["type"]) == ("clearance", "clearance")
    assert written["confidence"] == "suspected"


def test_a_number_of_that_time_stands_beside_its_signal(heard: Store) -> None:
    made = take_complaint(heard, ("nurmes", Symptom.SLOW), later(304), "page", later(305))
    assert made is not None
    loss = next(one for one in made.answer.measured if one.name == "network.loss")
    assert (loss.value, loss.state) == (0.0, State.OK)


def test_a_time_before_anything_was_heard_is_not_cleared(heard: Store) -> None:
    made = take_complaint(heard, ("nurmes", Symptom.NO_PICTURE), later(-7200), "page", later(305))
    assert made is not None
    assert isinstance(made.answer, Unclear)
    assert made.answer.reason == "not_heard"


def test_the_same_form_sent_twice_is_one_complaint(heard: Store) -> None:
    asked = ("nurmes", Symptom.ECHO)
    first = take_complaint(heard, asked, later(300), "page", later(305))
    again = take_complaint(heard, asked, later(310), "page", later(311))
    other = take_complaint(heard, ("nurmes", Symptom.SLOW), later(310), "page", later(311))
    assert first is not None
    assert again is not None
    assert other is not None
    assert (again.number, other.number) == (first.number, first.number + 1)


def test_rooms_cleared_of_the_same_are_counted_for_the_next_one(heard: Store) -> None:
    take_complaint(heard, ("nurmes", Symptom.NO_PICTURE), later(304), "page", later(305))
    made = take_complaint(heard, ("imatra", Symptom.NO_PICTURE), later(304), "page", later(305))
    assert made is not None
    assert isinstance(made.answer, Clearance)
    assert made.answer.same_elsewhere == 1


def test_no_complaint_is_made_about_a_room_that_is_not_there(heard: Store) -> None:
    assert take_complaint(heard, ("porvoo", Symptom.SLOW), NOW, "page", NOW) is None


def test_a_complaint_is_open_until_its_owner_answers(heard: Store) -> None:
    made = take_complaint(heard, ("nurmes", Symptom.ECHO), later(304), "page", later(305))
    assert made is not None
    assert [c.number for c in heard.complaints.open()] == [made.number]
    said_so = reply("explained", "user_setting", later(400))
    assert said_so is not None
    assert heard.complaints.answer(made.number, said_so)
    answered = heard.complaints.of_number(made.number)
    assert answered is not None
    assert (answered.replies, answered.is_open, heard.complaints.open()) == ((said_so,), False, ())
    assert not heard.complaints.answer(99, said_so)
    assert reply("accepted", "not_ours", NOW) is None


def test_a_press_on_a_card_orders_a_measurement_and_is_written_down(heard: Store) -> None:
    card = make_card(heard, "imatra", "advisor", later(305))
    assert card is not None
    press = press_card(heard, card, ("did_it", True), SEAL, later(306))
    assert press is not None
    assert (press.result, press.incident) == ("ordered", 1)
    job = heard.job(press.job)
    assert job is not None
    assert (job.kind, job.issuer, job.state, job.terminal) == ("measure_now", "card", JobStatus.QUEUED, "imatra")
    assert heard.cards.presses("imatra") == (press,)
    signed = msgspec.json.decode(job.request, type=Signed)
    request = msgspec.json.decode(signed.payload, type=JobRequest)
    assert request.action == MeasureNow(room_is_empty=True), "the person's word goes with the order"


def test_of_presses_at_once_one_orders(heard: Store) -> None:
    card = make_card(heard, "imatra", "advisor", later(305))
    assert card is not None
    threads = [
        threading.Thread(target=press_card, args=(heard, card, ("did_it", True), SEAL, later(306))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results = [press.result for press in heard.cards.presses("imatra")]
    assert sorted(results) == ["ordered", *["too_soon"] * 7]
    assert len(ordered(heard)) == 1


def test_a_customer_inside_holds_every_measurement(heard: Store) -> None:
    intake = intake_over(heard, later(306))
    live = signal("session.live", value=True)
    intake.take([said(report(400, GONE, LINE, CAMERA, live))], later(307))
    card = make_card(heard, "imatra", "advisor", later(308))
    assert card is not None
    press = press_card(heard, card, ("did_it", True), SEAL, later(308))
    assert press is not None
    assert (press.result, ordered(heard)) == ("in_session", [])


def test_the_other_buttons_are_only_written_down(heard: Store) -> None:
    card = make_card(heard, "imatra", "advisor", later(305))
    assert card is not None
    kinds: tuple[PressKind, ...] = ("cannot_now", "did_not_help")
    for kind in kinds:
        press = press_card(heard, card, (kind, False), SEAL, later(306))
        assert press is not None
        assert (press.result, press.job) == ("noted", "")
    assert ordered(heard) == []


def test_a_new_card_ends_the_one_before_it_and_a_revoked_one_is_no_more(heard: Store) -> None:
    first, second = (make_card(heard, "imatra", "advisor", later(n)) for n in (1, 2))
    lobby = make_card(heard, "imatra", "lobby", later(3))
    assert first is not None
    assert second is not None
    assert lobby is not None
    assert heard.cards.by_token(first.token) is None
    assert heard.cards.by_token(second.token) == second
    assert len(second.token) == 32
    assert heard.cards.revoke(lobby.card, later(4))
    assert not heard.cards.revoke(lobby.card, later(5))
    assert heard.cards.by_token(lobby.token) is None
    assert make_card(heard, "porvoo", "advisor", NOW) is None


def test_a_result_is_found_under_its_code_for_an_hour_and_then_gone(store: Store) -> None:
    code = keep_check(store, WELL, NOW)
    assert code is not None
    found = look_up(store, code.lower().replace("-", " "), later(3599))
    assert found is not None
    assert found.result == WELL
    assert look_up(store, code, NOW + KEPT_FOR) is None
    assert look_up(store, "nonsense", NOW) is None
    store.prune(NOW + KEPT_FOR)
    assert look_up(store, code, NOW) is None


def test_what_is_kept_is_pruned_when_its_time_is_over(heard: Store) -> None:
    made = take_complaint(heard, ("nurmes", Symptom.ECHO), later(304), "page", later(305))
    card = make_card(heard, "imatra", "advisor", later(305))
    assert made is not None
    assert card is not None
    press_card(heard, card, ("cannot_now", False), SEAL, later(306))
    heard.prune(later(86_400 * 401))
    assert heard.complaints.all() == ()
    assert heard.cards.presses("imatra") == ()
    assert heard.cards.by_token(card.token) == card
