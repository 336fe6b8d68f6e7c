"""Restarts by order: one signed job a terminal, and a reason for each room that got none."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from huonevahti_fleet.flows.order_restart import (
    EXPIRES,
    Wanted,
    When,
    WrongCount,
    check_count,
    order,
    selected,
)
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.store import Store
from huonevahti_wire import signing
from huonevahti_wire.messages import JobRequest, JobState, JobStatus, Restart, Signed
from tests.fakes.fleet import NOW, SEAL, STREAM, birth, intake_over, later, registry, said, sent


@pytest.mark.parametrize("when", ["now", "when_idle", "in_the_window"])
def test_a_job_says_when_and_lasts_as_long_as_its_chance(store: Store, when: When) -> None:
    intake = intake_over(store)
    intake.take([said(birth())], NOW)
    done = order(store, ("imatra",), Wanted(when, "support", "page_slow"), SEAL, NOW)
    assert (list(done.jobs), done.without) == (["imatra"], {})
    (signed,) = sent(pass_time(intake, later(1), may_send=True), "job/request")
    assert isinstance(signed, Signed)
    request = msgspec.json.decode(signed.payload, type=JobRequest)
    assert (request.action, request.when, request.reason, request.stream) == (Restart(), when, "page_slow", STREAM)
    assert request.expires_at - NOW == EXPIRES[when]
    topic = f"hv/1/imatra/job/{request.job}/request"
    assert SEAL.sign(signing.JOB, topic, signed.payload) == signed.signature


def test_each_room_without_a_job_has_its_reason(store: Store) -> None:
    plain = registry("imatra", "nurmes", "porvoo")
    without = msgspec.structs.replace(plain.rooms[1], terminal=None)
    store.save_registry(msgspec.structs.replace(plain, rooms=(plain.rooms[0], without, plain.rooms[2])), NOW)
    intake_over(store).take([said(birth())], NOW)
    rooms = ("imatra", "nurmes", "porvoo", "rauma", "imatra")
    done = order(store, rooms, Wanted("when_idle"), SEAL, NOW)
    assert list(done.jobs) == ["imatra"]
    assert done.without == {"nurmes": "no_terminal", "porvoo": "never_heard", "rauma": "unknown_room"}
    assert len(store.jobs()) == 1


def test_a_terminal_that_is_to_restart_already_is_not_told_twice(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth())], NOW)
    (job,) = order(store, ("imatra",), Wanted("when_idle"), SEAL, NOW).jobs.values()
    assert order(store, ("imatra",), Wanted("now"), SEAL, later(1)).without == {"imatra": "already_ordered"}
    state = JobState(stream=STREAM, job=job.job, state=JobStatus.SUCCEEDED, at=later(2))
    intake.take([said(state)], later(2))
    assert list(order(store, ("imatra",), Wanted("now"), SEAL, later(3)).jobs) == ["imatra"]
    assert list(order(store, ("imatra",), Wanted("now"), SEAL, later(4) + timedelta(minutes=15)).jobs) == ["imatra"]


def test_a_selection_is_of_rooms_in_service_and_has_the_size_that_was_seen(store: Store) -> None:
    assert selected(store, site="talo") == selected(store, everything=True) == ("imatra", "nurmes")
    assert selected(store, site="tuvat") == ()
    store.save_registry(registry("imatra", stage="onboarding"), NOW)
    assert selected(store, everything=True) == ()
    check_count(("imatra", "nurmes", "imatra"), 2)
    with pytest.raises(WrongCount, match="expected_count: 3, 2 rooms are selected"):
        check_count(("imatra", "nurmes"), 3)
