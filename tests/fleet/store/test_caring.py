"""One suite for every database: complaints, cards and checks are there as they were saved."""

from __future__ import annotations

import threading

from huonevahti_fleet.domain.cards import Card, Press, Result
from huonevahti_fleet.domain.checks import Check, CheckResult
from huonevahti_fleet.domain.clear import Clearance, Measurement
from huonevahti_fleet.domain.complaints import Complaint, Reply
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.symptoms import Symptom
from huonevahti_fleet.flows.order_job import Asker, measure_now
from huonevahti_fleet.store import Store
from huonevahti_wire.signals import State
from tests.fakes.fleet import NOW, SEAL, STREAM, later

CLEARED = Clearance(
    start_at=later(-600),
    end_at=NOW,
    owner=Owner.REMOTE_ACCESS,
    question="picture_elsewhere",
    why=("room_measured_good",),
    measured=(Measurement("network.loss", State.OK, NOW, "", 0.0, later(-5)),),
    earlier=(),
    not_measured=("call.frames",),
    unseen=("specialist_line",),
)
MADE = Complaint(0, "imatra", Symptom.NO_PICTURE, later(-60), NOW, "page", CLEARED)
CARD = Card("c1", "t" * 32, "imatra", "advisor", NOW)


def test_a_complaint_comes_back_as_it_was_saved_and_its_number_grows(real_store: Store) -> None:
    first, second = real_store.complaints.add(MADE), real_store.complaints.add(MADE)
    assert second > first
    found = real_store.complaints.of_number(first)
    assert found is not None
    assert (found.answer, found.symptom, found.at, found.replies) == (CLEARED, Symptom.NO_PICTURE, later(-60), ())
    assert real_store.complaints.answer(first, Reply(later(1), "explained", "user_setting"))
    assert [one.number for one in real_store.complaints.open()] == [second]
    assert [one.number for one in real_store.complaints.all(only_open=True)] == [second]
    assert real_store.complaints.counts() == {("clearance", False): 1, ("clearance", True): 1}
    assert real_store.complaints.elsewhere("nurmes", Symptom.NO_PICTURE, later(-3600)) == 1
    assert real_store.complaints.elsewhere("imatra", Symptom.NO_PICTURE, later(-3600)) == 0
    assert real_store.complaints.of_number(2**40) is None


def test_each_change_is_one_that_open_pages_see(real_store: Store) -> None:
    before = real_store.change_number()
    real_store.complaints.add(MADE)
    real_store.cards.add(CARD)
    assert real_store.change_number() == before + 2


def test_presses_take_turns_so_that_only_one_of_many_measures(real_store: Store) -> None:
    real_store.cards.add(CARD)
    press = Press(later(1), "c1", "imatra", "did_it", "noted", 7)

    def run() -> None:
        job = measure_now("imatra", STREAM, Asker("card"), SEAL, later(1))

        def decide(last: object) -> tuple[Result, Job | None]:
            return ("too_soon", None) if last else ("ordered", job)

        real_store.cards.press(press, decide)

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results = [one.result for one in real_store.cards.presses("imatra")]
    assert sorted(results) == ["ordered", *["too_soon"] * 4]
    assert [job.issuer for job in real_store.jobs()] == ["card"]
    assert real_store.cards.counts() == {("did_it", "ordered"): 1, ("did_it", "too_soon"): 4}


def test_a_check_is_kept_until_it_expires(real_store: Store) -> None:
    result = CheckResult(1, "normal", 1, "heard", "heard", "open", "open", "not_tested")
    assert real_store.checks.add("d", Check(NOW, later(3600), result))
    found = real_store.checks.find("d", later(10))
    assert found is not None
    assert found.result == result
    assert real_store.checks.find("d", later(3600)) is None
    assert real_store.checks.add("e", Check(later(3601), later(7201), result))
    assert real_store.checks.find("d", NOW) is None
