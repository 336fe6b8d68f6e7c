"""In which order a terminal's messages count, as tables of plain values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain.terminals import (
    BEYOND_MAX,
    Order,
    StreamMark,
    Terminal,
    mark_stored,
    merge,
    order_of_report,
    place_event,
    presence_after,
)
from huonevahti_wire.messages import Status
from tests.fakes.fleet import GONE, NOW, OTHER_STREAM, STREAM, THERE, birth, later, report, signal


def _known(**more: Any) -> Terminal:
    streams = {STREAM: StreamMark(connection=5)}
    given_: dict[str, Any] = {
        "stream": STREAM,
        "connection": 5,
        "report_connection": 5,
        "sequence": 10,
        "streams": streams,
    }
    return Terminal("imatra", "imatra", **(given_ | more))


@pytest.mark.parametrize(
    ("stream", "connection", "sequence", "order"),
    [
        (STREAM, 5, 11, Order.NEWER),
        (STREAM, 6, 1, Order.NEWER),
        (STREAM, 5, 10, Order.DUPLICATE),
        (STREAM, 5, 9, Order.OLDER),
        (STREAM, 4, 99, Order.OLDER),
        (OTHER_STREAM, 1, 1, Order.NEWER),
    ],
)
def test_reports_are_ordered_by_connection_and_sequence(
    stream: str, connection: int, sequence: int, order: Order
) -> None:
    assert order_of_report(_known(), report(sequence, stream=stream, connection=connection)) is order


def test_a_superseded_stream_cannot_come_back_with_an_old_connection() -> None:
    terminal = _known(stream=OTHER_STREAM, connection=1)
    assert order_of_report(terminal, report(11, connection=5)) is Order.OLDER
    assert order_of_report(terminal, report(1, connection=6)) is Order.NEWER


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (birth(6), "online"),
        (birth(5), None),
        (birth(4), None),
        (birth(1, OTHER_STREAM), "online"),
        (birth(5, kind="will"), "offline"),
        (birth(4, kind="will"), None),
        (birth(6, kind="will"), None),
        (birth(5, kind="goodbye"), "offline"),
        (birth(6, kind="goodbye", status=Status.RESTARTING, expected_back_by=later(60)), "restarting"),
        (birth(4, kind="goodbye"), None),
    ],
    ids=lambda value: getattr(value, "kind", None) and f"{value.kind}-{value.stream[:2]}-{value.connection}",
)
def test_only_words_of_the_current_connection_or_a_newer_one_count(said: Any, status: str | None) -> None:
    after, _ = presence_after(_known(), said, retained=False, now=NOW)
    assert (after.status if after else None) == status


@pytest.mark.parametrize(("at_seconds", "status"), [(59, None), (60, "offline"), (61, "offline")])
def test_a_will_waits_until_the_terminal_should_be_back(at_seconds: float, status: str | None) -> None:
    terminal = _known()
    goodbye = birth(5, kind="goodbye", status=Status.RESTARTING, expected_back_by=later(60))
    after, _ = presence_after(terminal, goodbye, retained=False, now=NOW)
    assert after is not None
    terminal.presence, terminal.said_goodbye = after, True
    willed, _ = presence_after(terminal, birth(5, kind="will"), retained=False, now=later(at_seconds))
    assert (willed.status if willed else None) == status


def test_a_goodbye_for_good_is_not_replaced_by_a_will() -> None:
    terminal = _known()
    after, _ = presence_after(terminal, birth(5, kind="goodbye", reason="stopped"), retained=False, now=NOW)
    assert after is not None
    terminal.presence, terminal.said_goodbye = after, True
    assert presence_after(terminal, birth(5, kind="will"), retained=False, now=later(1)) == (
        None,
        Order.OLDER,
    )


def test_a_partial_report_changes_what_it_names_and_a_full_one_forgets_the_rest() -> None:
    cpu = signal("machine.cpu", value=0.2)
    known = {THERE.name: THERE, cpu.name: cpu}
    partial = merge(known, report(2, GONE, full=False), NOW)
    assert (partial.signals, partial.gone) == ({GONE.name: GONE, cpu.name: cpu}, ())
    assert [(c.was, c.state) for c in partial.changes] == [(THERE.state, GONE.state)]
    whole = merge(known, report(2, THERE), NOW)
    assert (whole.written, whole.gone, whole.changes) == ((), (cpu.name,), ())


def test_a_number_that_drifts_is_written_and_is_no_change() -> None:
    before, after = signal("machine.cpu", value=0.2), signal("machine.cpu", value=0.3)
    found = merge({before.name: before}, report(2, after, full=False), NOW)
    assert (found.written, found.changes) == ((after,), ())


def test_nothing_begins_in_the_future_when_a_clock_runs_ahead() -> None:
    early = report(1, GONE, sent_at=NOW)
    found = merge({}, early, later(-3600))
    assert found.signals[GONE.name].since == later(-3600)


@given(st.permutations(range(1, 30)), st.lists(st.integers(1, 29)))
def test_every_order_of_events_ends_without_a_gap(numbers: list[int], again: list[int]) -> None:
    mark, taken = StreamMark(), []
    for number in (*numbers, *again):
        place = place_event(mark, number, number)
        if place in ("next", "gap"):
            mark_stored(mark, number, number)
            taken.append(number)
    assert (mark.up_to, mark.beyond, sorted(taken)) == (29, {}, list(range(1, 30)))


def test_a_dropped_range_closes_a_gap() -> None:
    mark = StreamMark(up_to=3)
    mark_stored(mark, 9, 9)
    assert place_event(mark, 4, 8) == "next"
    mark_stored(mark, 4, 8)
    assert (mark.up_to, mark.beyond) == (9, {})


def test_a_stream_full_of_gaps_is_not_remembered_without_end() -> None:
    mark = StreamMark(beyond={2 * n: 2 * n for n in range(1, BEYOND_MAX + 1)})
    assert place_event(mark, 10**9, 10**9) == "too_far"
    assert place_event(mark, 1, 1) == "next"
