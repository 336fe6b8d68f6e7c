"""What terminals say, taken one by one over a store in memory: what is kept, and what goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huonevahti_fleet.flows.order_job import order_measure
from huonevahti_fleet.flows.pass_time import greet, pass_time
from huonevahti_fleet.store import Store
from huonevahti_wire import messages as wire
from huonevahti_wire.codec import decode_document
from tests.fakes.fleet import (
    GONE,
    NOW,
    OTHER_STREAM,
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
    sent,
    signal,
)


def _stored(batches: object) -> list[tuple[int, int | None]]:
    return [(m.up_to, m.resend_from) for m in sent(batches, "event/stored")]  # type: ignore[arg-type]  # one or many


def test_a_birth_is_told_up_to_where_its_events_are_committed(store: Store) -> None:
    intake = intake_over(store)
    assert _stored(intake.take([said(birth())], NOW)) == [(0, 1)]
    assert _stored(intake.take([said(birth(), retained=True)], NOW)) == []


def test_a_retained_copy_tells_what_was_and_proves_no_life(store: Store) -> None:
    intake_over(store).take([said(birth(), retained=True)], NOW)
    state = store.rooms()[0]
    assert (state.presence.status, state.presence.last_seen_at) == ("online", None)


def test_an_older_report_never_overwrites_a_newer(store: Store) -> None:
    intake = intake_over(store)
    batches = intake.take([said(birth()), said(report(2, GONE)), said(report(1, THERE))], NOW)
    assert intake.fleet.terminals["imatra"].signals == {GONE.name: GONE}
    assert batches[0].tally["report", "older"] == 1


def test_a_hash_that_differs_asks_for_a_full_report_at_most_once_a_minute(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth()), said(report(1, THERE))], NOW)
    asked = []
    for sequence, seconds in ((2, 10), (3, 20), (4, 69), (5, 71)):
        heartbeat = said(report(sequence, full=False, state_hash="0" * 16))
        batches = intake.take([heartbeat], later(seconds))
        asked += [(seconds, envelope) for envelope in sent(batches, "job/request")]
    assert [seconds for seconds, _ in asked] == [10, 71]
    order = decode_document(wire.JobRequest, asked[0][1].payload)
    assert (order.terminal, order.stream, order.action) == ("imatra", STREAM, wire.MeasureNow())


def test_a_heartbeat_that_agrees_asks_for_nothing(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth()), said(report(1, THERE))], NOW)
    known = intake.fleet.terminals["imatra"].state_hash
    (batch,) = intake.take([said(report(2, full=False, state_hash=known))], later(60))
    assert (batch.outgoing, list(batch.written)) == ({}, ["heard"])


def test_events_are_kept_once_and_acknowledged_each_time(store: Store) -> None:
    intake = intake_over(store)
    assert _stored(intake.take([said(event(1)), said(event(2))], NOW)) == [(2, None)]
    assert _stored(intake.take([said(event(2))], NOW)) == [(2, None)]
    assert [e.number for e in store.timeline("imatra", NOW, later(1)).events] == [1, 2]


def test_a_server_that_misses_events_asks_for_them(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(event(1))], NOW)
    assert _stored(intake.take([said(event(4))], NOW)) == [(1, 2)]
    assert _stored(intake.take([said(event(2))], NOW)) == [(2, 3)]
    assert _stored(intake.take([said(event(3))], NOW)) == [(4, None)]


def test_a_restored_server_greets_with_what_it_has(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth()), said(event(1))], NOW)
    assert _stored(greet(intake_over(store), NOW)) == [(1, 2)]


def test_a_dropped_range_counts_as_stored_and_as_lost(store: Store) -> None:
    intake = intake_over(store)
    batches = intake.take([said(event(5, wire.Dropped(first=1)))], NOW)
    assert (_stored(batches), store.counter("lost")) == ([(5, None)], 4)


def test_an_event_that_cannot_be_read_counts_as_stored(store: Store) -> None:
    intake = intake_over(store)
    odd = b'{"stream":"0123456789ab","number":1,"at":"2026-11-24T08:30:00Z","body":{"kind":"of_tomorrow"}}'
    assert _stored(intake.take([garbage(odd, "event")], NOW)) == [(1, None)]
    assert [q.reason for q in store.quarantined()] == ["invalid"]


def test_a_new_stream_starts_at_its_own_first_event(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth()), said(event(1)), said(event(2))], NOW)
    again = intake.take([said(birth(1, OTHER_STREAM)), said(event(1, stream=OTHER_STREAM))], NOW)
    assert _stored(again) == [(1, None)]
    assert intake.fleet.terminals["imatra"].stream == OTHER_STREAM


@pytest.mark.parametrize(
    ("payload", "kind", "terminal", "reason"),
    [
        (b"{", "report", "imatra", "malformed"),
        (b"{}", "report", "imatra", "invalid"),
        (b" " * 70_000, "report", "imatra", "too_large"),
        (b"{}", "nonsense", "imatra", "foreign_topic"),
        (b"", "presence", "imatra", "malformed"),
    ],
)
def test_what_cannot_be_read_is_quarantined_with_its_reason(
    store: Store, payload: bytes, kind: str, terminal: str, reason: str
) -> None:
    intake = intake_over(store)
    (batch,) = intake.take([said(birth()), garbage(payload, kind, terminal), said(report(1, THERE))], NOW)
    assert [q.reason for q in store.quarantined()] == [reason]
    assert batch.tally["quarantined", reason] == 1
    assert intake.fleet.terminals["imatra"].sequence == 1


def test_an_unregistered_terminal_is_quarantined(store: Store) -> None:
    intake_over(store).take([said(birth(), "stranger")], NOW)
    (kept,) = store.quarantined()
    assert (kept.reason, kept.topic) == ("foreign_terminal", "hv/1/stranger/presence")


def test_a_terminal_may_not_write_what_is_the_servers(store: Store) -> None:
    signed = b'{"key_id":"0123456789abcdef","payload":"","signature":"%s","v":1}' % (b"A" * 86 + b"==")
    intake_over(store).take([garbage(signed, "config/desired")], NOW)
    assert [q.reason for q in store.quarantined()] == ["foreign_topic"]


def test_silence_is_noticed_and_over_with_the_next_report(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth()), said(report(1, THERE))], NOW)
    pass_time(intake, later(9.9), may_send=True)
    assert store.rooms()[0].verdict.value == "fit"
    pass_time(intake, later(10.5), may_send=True)
    assert store.rooms()[0].verdict.value == "no_data"
    pass_time(intake, later(13), may_send=True)
    assert [i.fault.slug for i in store.rooms()[0].incidents] == ["terminal_silent"]
    intake.take(
        [said(report(2, full=False, state_hash=intake.fleet.terminals["imatra"].state_hash))], later(14)
    )
    assert store.rooms()[0].verdict.value == "fit"
    assert store.rooms()[0].incidents == ()


def test_an_order_is_offered_until_it_is_over_and_again_when_the_terminal_comes_back(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth())], NOW)
    job = order_measure(store, "imatra", SEAL, NOW)
    assert job is not None
    assert order_measure(store, "nurmes", SEAL, NOW) is None
    offers = []
    for seconds in (1, 2):
        offers += sent(pass_time(intake, later(seconds), may_send=True), "job/request")
    assert len(offers) == 1
    intake.take([said(birth(2))], later(3))
    assert len(sent(pass_time(intake, later(4), may_send=True), "job/request")) == 1
    pass_time(intake, NOW + timedelta(minutes=11), may_send=True)
    assert [j.state.value for j in store.jobs()] == ["expired"]


def test_a_config_follows_from_the_registry_and_is_sent_again_until_it_is_followed(store: Store) -> None:
    intake = intake_over(store)
    first = sent(pass_time(intake, NOW, may_send=True), "config/desired")
    document = decode_document(wire.ConfigDocument, first[0].payload)
    assert (document.version, document.heartbeat_seconds, len(document.open_periods) > 50) == (1, 60.0, True)
    intake.take([said(birth())], later(20))
    assert len(sent(pass_time(intake, later(21), may_send=True), "config/desired")) == 1
    followed = wire.ConfigReported(stream=STREAM, version=1, config_hash="0" * 16)
    intake.take([said(followed), said(birth(2))], later(40))
    assert sent(pass_time(intake, later(41), may_send=True), "config/desired") == []


def test_a_room_that_leaves_the_registry_takes_its_incidents_along(store: Store) -> None:
    intake = intake_over(store)
    intake.take([said(birth()), said(report(1, GONE)), said(birth(), "nurmes")], NOW)
    pass_time(intake, later(3), may_send=False)
    assert [i.state.value for i in store.incidents()] == ["open"]
    store.save_registry(registry("nurmes"), later(4))
    pass_time(intake, later(5), may_send=False)
    assert [i.state.value for i in store.incidents()] == ["closed"]
    assert intake.fleet.incidents == {}


def test_a_session_is_a_span_and_nothing_more(store: Store) -> None:
    intake = intake_over(store)
    live, over = signal("session.live", value=True), signal("session.live", value=False)
    intake.take([said(birth()), said(report(1, live))], NOW)
    intake.take([said(report(2, over, full=False))], later(300))
    (span,) = store.timeline("imatra", later(-1), later(600)).sessions
    assert (span.start_at, span.end_at) == (NOW, later(300))
