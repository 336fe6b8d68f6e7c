"""A job acts at most once, whatever is repeated, cancelled, late, or interrupted; every refusal is an answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huonevahti_agent.domain.orders import Entry
from huonevahti_agent.domain.signs import Held
from huonevahti_agent.edges.trust import MOST_A_MINUTE
from huonevahti_wire.messages import JobEnded, JobStatus, MeasureNow, Signed
from tests.agent.rooms import BAD, Room

JOB = "job0000000001"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room whose agent is connected and has said everything."""
    room = Room(tmp_path)
    room.run(3)
    return room


def _states(room: Room) -> list[tuple[JobStatus, str]]:
    return [(state.state, state.reason) for state in room.job_states()]


def test_measure_now_runs_the_probes_sends_everything_and_ends_well(room: Room) -> None:
    samples = room.dial.samples
    room.order(JOB)
    room.run(1)
    assert room.dial.samples == samples + 1
    assert _states(room) == [(JobStatus.IN_PROGRESS, ""), (JobStatus.SUCCEEDED, "")]
    assert room.reports()[-1].full
    assert room.bodies(JobEnded) == [JobEnded(JOB, JobStatus.SUCCEEDED)]


def test_a_repeated_request_is_answered_with_what_is_recorded_and_acts_no_more(room: Room) -> None:
    room.order(JOB)
    room.run(1)
    samples = room.dial.samples
    for _ in range(3):
        room.order(JOB)
        room.run(1)
    assert room.dial.samples == samples
    assert _states(room)[2:] == [(JobStatus.SUCCEEDED, "")] * 3
    assert len(room.bodies(JobEnded)) == 1


def test_a_repeated_request_after_a_restart_acts_no_more(room: Room) -> None:
    room.order(JOB)
    room.run(1)
    room.start()
    room.run(3)
    samples = room.dial.samples
    room.order(JOB)
    room.run(1)
    assert room.dial.samples == samples
    assert _states(room)[-1] == (JobStatus.SUCCEEDED, "")
    assert len(room.bodies(JobEnded)) == 1


REFUSALS: list[tuple[dict[str, Any], tuple[JobStatus, str]]] = [
    ({"stream": "0" * 12}, (JobStatus.REJECTED, "stream")),
    ({"terminal": "nurmes"}, (JobStatus.REJECTED, "terminal")),
    ({"action": None}, (JobStatus.REJECTED, "no_action")),
    ({"when": "in_the_window"}, (JobStatus.REJECTED, "no_window")),
    ({"action": MeasureNow(("barometer",))}, (JobStatus.REJECTED, "unknown_probe")),
]


@pytest.mark.parametrize(("more", "expected"), REFUSALS, ids=[expected[1] for _, expected in REFUSALS])
def test_a_refused_job_is_answered_recorded_and_told(
    room: Room, more: dict[str, Any], expected: tuple[JobStatus, str]
) -> None:
    samples = room.dial.samples
    room.order(JOB, **more)
    room.run(1)
    assert _states(room) == [expected]
    assert room.bodies(JobEnded) == [JobEnded(JOB, *expected)]
    assert room.dial.samples == samples


def test_an_expired_job_is_expired_whatever_the_server_thinks(room: Room) -> None:
    room.order(JOB, expires_at=room.host.now() - timedelta(seconds=1))
    room.run(1)
    assert _states(room) == [(JobStatus.EXPIRED, "")]


def test_a_job_waits_for_its_time_and_then_acts(room: Room) -> None:
    room.order(JOB, not_before=room.host.now() + timedelta(seconds=90))
    room.run(60)
    assert _states(room) == [(JobStatus.DEFERRED, "not_before")]
    room.run(40)
    assert _states(room)[1:] == [(JobStatus.IN_PROGRESS, ""), (JobStatus.SUCCEEDED, "")]


def test_a_waiting_job_that_is_cancelled_never_acts(room: Room) -> None:
    later = room.host.now() + timedelta(seconds=90)
    room.order(JOB, not_before=later)
    room.run(5)
    room.order(JOB, not_before=later, action=None, cancel=True)
    room.run(300)
    assert _states(room) == [(JobStatus.DEFERRED, "not_before"), (JobStatus.CANCELLED, "")]
    assert room.bodies(JobEnded) == [JobEnded(JOB, JobStatus.CANCELLED)]


def test_a_cancel_that_overtakes_its_job_holds(room: Room) -> None:
    room.order(JOB, action=None, cancel=True)
    room.run(1)
    room.order(JOB)
    room.run(1)
    assert _states(room) == [(JobStatus.CANCELLED, ""), (JobStatus.CANCELLED, "")]


def test_a_job_for_an_idle_room_waits_until_the_customer_has_left(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.host.held = (Held("camera"),)
    room.run(3)
    room.order(JOB, when="when_idle")
    room.run(30)
    assert _states(room) == [(JobStatus.DEFERRED, "session")]
    room.host.held = ()
    room.run(20)
    assert _states(room)[-1] == (JobStatus.SUCCEEDED, "")


def test_a_job_for_an_idle_room_waits_for_a_person_when_signs_have_expired(room: Room) -> None:
    room.order(JOB, when="when_idle")
    room.run(1860)
    reasons = ["session_unknown", "ask_person"]
    assert _states(room) == [(JobStatus.DEFERRED, reason) for reason in reasons]


def test_the_word_that_the_room_is_empty_is_as_old_as_the_order(room: Room) -> None:
    said_at = room.host.now() - timedelta(minutes=2)
    room.order(JOB, action=MeasureNow(room_is_empty=True), not_before=said_at)
    room.run(1)
    assert _states(room)[-1] == (JobStatus.SUCCEEDED, "")
    assert room.cycle._parts.guarding.situation.emptied_at == said_at


def test_nobody_said_that_the_room_is_empty_where_the_order_does_not_say_it(room: Room) -> None:
    room.order(JOB)
    room.run(1)
    assert room.cycle._parts.guarding.situation.emptied_at is None


def test_a_waiting_job_expires_while_it_waits(room: Room) -> None:
    room.order(JOB, when="when_idle", expires_at=room.host.now() + timedelta(seconds=30))
    room.run(60)
    assert _states(room) == [(JobStatus.DEFERRED, "session_unknown"), (JobStatus.EXPIRED, "")]


def test_a_job_that_a_crash_interrupted_has_failed_and_is_never_repeated(room: Room) -> None:
    class Killed(BaseException):
        pass

    room.dial.broken = Killed()  # type: ignore[assignment]  # a kill is no exception that a probe may raise
    room.order(JOB)
    with pytest.raises(Killed):
        room.run(1)
    room.dial.broken = None
    room.start()
    room.run(3)
    assert room.bodies(JobEnded) == [JobEnded(JOB, JobStatus.FAILED, "interrupted")]
    samples = room.dial.samples
    room.order(JOB)
    room.run(1)
    assert room.dial.samples == samples
    assert _states(room)[-1] == (JobStatus.FAILED, "interrupted")


def test_a_crash_between_the_ledger_and_the_event_tells_of_the_end_once(room: Room) -> None:
    files, now = room.cycle._parts.files, room.host.now()
    ledger, outbox = files.ledger, files.outbox
    later = now + timedelta(hours=1)
    ledger.write(Entry("jobuntold1", JobStatus.SUCCEEDED, now, later), now)
    ledger.write(Entry("jobuntold2", JobStatus.SUCCEEDED, now, later), now)
    outbox.append(JobEnded("jobuntold2", JobStatus.SUCCEEDED), now)
    for _ in range(2):
        room.start()
        room.run(3)
    assert sorted(body.job for body in room.bodies(JobEnded)) == ["jobuntold1", "jobuntold2"]


def test_an_unsigned_request_is_not_even_answered(room: Room) -> None:
    room.order(JOB, signature=BAD)
    room.run(1)
    assert _states(room) == []
    assert room.bodies(JobEnded) == []


def test_a_flood_of_unsigned_requests_cannot_keep_the_verifier_busy(room: Room) -> None:
    asked: list[str] = []

    def verify(_purpose: str, topic: str, _signed: Signed) -> str:
        asked.append(topic)
        return "signature"

    room.cycle._parts.inbox._trust._verify = verify
    for number in range(200):
        room.order(f"flood{number:06}", signature=BAD)
    room.run(1)
    assert len(asked) == MOST_A_MINUTE


def test_a_lost_ledger_makes_the_agent_leave_its_stream(room: Room) -> None:
    room.order(JOB)
    room.run(1)
    before = room.stream
    (room.folder / "ledger").unlink()
    room.start()
    room.run(3)
    assert room.stream != before
    room.order(JOB, stream=before)
    room.run(1)
    assert _states(room)[-1] == (JobStatus.REJECTED, "stream")
