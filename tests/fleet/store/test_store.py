"""One suite for every database: what was committed is there, what was not is not, and what pages ask is answered."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from huonevahti_fleet.domain.rooms import IncidentState, Span, Verdict
from huonevahti_fleet.flows.order_job import order_measure
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.store import BadDatabase, Kept, Store, engine, open_store, tables
from huonevahti_wire import messages as wire
from huonevahti_wire.messages import JobStatus
from tests.fakes.fleet import (
    BOOT,
    GONE,
    NOW,
    SEAL,
    STREAM,
    THERE,
    birth,
    event,
    garbage,
    intake_over,
    later,
    registry,
    report,
    said,
    signal,
)

CPU = signal("machine.cpu", value=0.25, unit="ratio")
LIVE = signal("session.live", value=True)


def test_the_migrations_make_the_tables_that_the_code_reads(database_url: str) -> None:
    opened = engine.open_engine(database_url)
    engine.migrate(opened)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables.METADATA) == []
    opened.dispose()


def test_migrating_twice_changes_nothing(real_store: Store, database_url: str) -> None:
    open_store(database_url).close()
    assert [state.room.slug for state in real_store.rooms()] == ["imatra", "nurmes"]


def test_tables_of_another_release_stop_the_start_with_a_sentence(database_url: str) -> None:
    with pytest.raises(BadDatabase, match=r"nothing, 00\d\d was expected: run `huonevahti migrate`\."):
        open_store(database_url, migrate=False)


def test_a_registered_room_has_a_verdict_before_anything_was_heard(real_store: Store) -> None:
    state = real_store.rooms()[0]
    assert (state.verdict, state.since, state.presence.status) == (Verdict.NO_DATA, NOW, "never")


def test_what_is_taken_is_what_pages_read(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth()), said(report(1, GONE, CPU, LIVE)), said(event(1))], NOW)
    intake.take([said(report(2, THERE, full=False))], later(30))
    detail = real_store.room("imatra")
    assert detail is not None
    assert {s.name: s.state.value for s in detail.signals} == {
        "machine.cpu": "ok",
        "microphone.present": "ok",
        "session.live": "ok",
    }
    assert detail.state.presence.last_seen_at == later(30)
    assert (detail.state.in_session, [e.number for e in detail.events]) == (True, [1])
    assert real_store.numbers("imatra", ("machine.cpu", "unknown"), NOW) == {"machine.cpu": ((NOW, 0.25),)}


def test_a_timeline_has_a_lane_for_each_signal_and_the_verdicts(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth()), said(report(1, THERE, LIVE))], NOW)
    intake.take([said(report(2, GONE, full=False))], later(60))
    line = real_store.timeline("imatra", later(-60), later(120))
    assert line.lanes["session.live"] == (Span("ok", NOW, later(120)),)
    assert [span.state for span in line.verdicts] == ["fit", "unfit"]
    assert line.sessions == (Span("live", NOW, later(120)),)
    assert [(c.was, c.state.value) for c in line.changes if c.name == "microphone.present"] == [
        (None, "ok"),
        ("ok", "failed"),
    ]


def test_an_incident_keeps_its_evidence_and_its_number(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth()), said(report(1, GONE))], NOW)
    assert real_store.incidents() == ()
    pass_time(intake, later(2.5), may_send=False)
    (found,) = real_store.incidents((IncidentState.OPEN,))
    assert (found.number, found.fault.slug, found.rooms) == (1, "microphone_gone", ("imatra",))
    assert found == real_store.incident(1)
    assert real_store.rooms()[0].main == found
    again = intake_over(real_store, later(3))
    assert again.fleet.existing(again.fleet.rooms["imatra"].room) == (found,)


def test_a_restart_finds_the_fleet_as_it_was(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth(7)), said(report(3, GONE, connection=7)), said(event(1)), said(event(3))], NOW)
    before, after = intake.fleet.terminals["imatra"], intake_over(real_store).fleet.terminals["imatra"]
    for name in (
        "stream",
        "connection",
        "report_connection",
        "sequence",
        "last_seen_at",
        "presence",
        "signals",
    ):
        assert getattr(after, name) == getattr(before, name), name
    assert (after.streams, after.state_hash, after.events) == (
        before.streams,
        before.state_hash,
        before.events,
    )
    assert after.streams[STREAM].beyond == {3: 3}


def test_the_change_number_grows_with_what_a_page_shows_and_not_with_a_heartbeat(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth()), said(report(1, THERE))], NOW)
    number = real_store.change_number()
    intake.take(
        [said(report(2, full=False, state_hash=intake.fleet.terminals["imatra"].state_hash))], later(60)
    )
    assert real_store.change_number() == number
    intake.take([said(report(3, GONE, full=False))], later(61))
    assert real_store.change_number() > number


def test_the_quarantine_keeps_the_newest(database_url: str) -> None:
    small = open_store(database_url, kept=Kept(quarantined=3))
    small.save_registry(registry("imatra"), NOW)
    intake = intake_over(small)
    for number in range(5):
        intake.take([garbage(b"{%d" % number)], later(number))
    assert [q.at for q in small.quarantined()] == [later(4), later(3), later(2)]
    (newest, _), (older, _) = small.quarantined_below(2)
    assert [q.at for _, q in small.quarantined_below(5, newest)] == [later(3), later(2)]
    assert newest > older
    small.close()


def test_old_samples_go_and_events_stay(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth()), said(report(1, CPU)), said(event(1))], NOW)
    real_store.prune(later(9 * 86_400))
    assert real_store.numbers("imatra", ("machine.cpu",), NOW) == {}
    assert len(real_store.timeline("imatra", NOW, later(1)).events) == 1


def test_a_job_is_kept_and_its_final_state_stays(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth())], NOW)
    job = order_measure(real_store, "imatra", SEAL, NOW)
    assert job is not None
    for state in (JobStatus.IN_PROGRESS, JobStatus.SUCCEEDED, JobStatus.FAILED):
        intake.take([said(wire.JobState(stream=STREAM, job=job.job, state=state, at=NOW))], NOW)
    found = real_store.job(job.job)
    assert found is not None
    assert found.state is JobStatus.SUCCEEDED
    foreign = wire.JobState(stream=STREAM, job=job.job, state=JobStatus.FAILED, at=NOW)
    intake.take([said(foreign, "nurmes")], NOW)
    assert [j.state for j in real_store.jobs()] == [JobStatus.SUCCEEDED]


def test_a_new_registry_keeps_what_was_heard_of_a_room(real_store: Store) -> None:
    intake = intake_over(real_store)
    intake.take([said(birth()), said(report(1, THERE))], NOW)
    real_store.save_registry(registry("imatra", "porvoo"), later(5))
    pass_time(intake, later(6), may_send=False)
    assert set(intake.fleet.rooms) == {"imatra", "porvoo"}
    intake.take([said(birth(), "porvoo"), said(birth(), "nurmes")], later(7))
    verdicts = {state.room.slug: state.verdict.value for state in real_store.rooms()}
    assert verdicts == {"imatra": "fit", "porvoo": "fit"}
    assert real_store.quarantined()[0].reason == "foreign_terminal"


def test_a_boot_is_remembered(real_store: Store) -> None:
    body = wire.Booted(BOOT, wire.BootCause.POWER_CUT, NOW)
    intake_over(real_store).take([said(birth()), said(event(1, body))], NOW)
    assert intake_over(real_store).fleet.terminals["imatra"].boot_cause is wire.BootCause.POWER_CUT
