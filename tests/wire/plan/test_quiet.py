"""Picture and sound are tested in a closed or confirmed empty room, and never around a booking or a session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from huonevahti_wire.plan.guard import Booking, Situation, Verdict, judge_at
from huonevahti_wire.plan.quiet import Permission, may_test
from tests.wire.plan.test_guard import (
    CLOSED,
    MINUTE,
    NOW,
    OFTEN,
    OPEN,
    SITUATIONS,
    _booking,
    _sign,
    _unreadable,
)


@pytest.mark.parametrize(
    ("situation", "permission"),
    [
        (Situation(open_periods=CLOSED), Permission(True, "", None)),
        (Situation(open_periods=OPEN), Permission(False, "open", NOW + timedelta(hours=4))),
        (Situation(), Permission(False, "open", None)),
        (Situation(open_periods=OPEN, emptied_at=NOW - MINUTE), Permission(True, "", NOW + 9 * MINUTE)),
        (Situation((_sign("touch", 0.5),), open_periods=OPEN, emptied_at=NOW - MINUTE),
         Permission(False, "open", NOW + timedelta(hours=4))),
        (Situation((_sign("media", 5),), open_periods=CLOSED), Permission(False, "media", None)),
        (Situation((_sign("touch", 4),), open_periods=CLOSED), Permission(False, "touch", NOW + 6 * MINUTE)),
        (Situation((_sign("camera", 500),), open_periods=CLOSED), Permission(False, "camera_expired", None)),
        (Situation((_unreadable("page", 500),), open_periods=CLOSED),
         Permission(False, "page_unreadable_expired", None)),
        (Situation((_sign("camera", 1, held_by="agent"),), open_periods=CLOSED), Permission(True, "", None)),
        (Situation(open_periods=CLOSED, bookings=(_booking(16, 40),)), Permission(True, "", NOW + MINUTE)),
        (Situation(open_periods=CLOSED, bookings=(_booking(15, 40),)),
         Permission(False, "before_booking", NOW + 50 * MINUTE)),
        (Situation(open_periods=CLOSED, bookings=(_booking(0, 40),)), Permission(False, "booking", NOW + 50 * MINUTE)),
        (Situation(open_periods=CLOSED, bookings=(_booking(-40, 0),)),
         Permission(False, "after_session", NOW + 10 * MINUTE)),
        (Situation(open_periods=CLOSED, bookings=(_booking(-40, -10),)), Permission(True, "", None)),
        (Situation(open_periods=CLOSED, session_ended_at=NOW - 9 * MINUTE),
         Permission(False, "after_session", NOW + MINUTE)),
        (Situation(open_periods=CLOSED, session_ended_at=NOW - 10 * MINUTE), Permission(True, "", None)),
        (Situation(open_periods=OPEN, emptied_at=NOW - MINUTE, session_ended_at=NOW - 5 * MINUTE),
         Permission(False, "after_session", NOW + 5 * MINUTE)),
    ],
    ids=["closed", "open", "hours unknown", "confirmed", "somebody came in", "a call", "cleaned", "a hung browser",
         "unreadable for long", "ours", "sixteen before", "fifteen before", "booked", "booking over",
         "ten after the booking", "nine after a session", "ten after a session", "a word does not shorten the wait"],
)  # fmt: skip
def test_a_test_is_allowed_or_told_why_not_and_until_when(
    situation: Situation, permission: Permission
) -> None:
    assert may_test(situation, NOW) == permission


@given(SITUATIONS)
def test_a_room_that_is_tested_is_free_and_closed_or_seen_empty(situation: Situation) -> None:
    if may_test(situation, NOW).is_allowed:
        assert judge_at(situation, NOW).verdict == Verdict.FREE
        assert situation.open_periods in (CLOSED, OFTEN) or situation.emptied_at is not None


@given(SITUATIONS, st.integers(-60, 15), st.integers(1, 60))
def test_nothing_is_tested_from_fifteen_minutes_before_a_booking_to_ten_after_it(
    situation: Situation, begins: int, lasts: int
) -> None:
    if begins + lasts > -10:
        booked = replace(situation, bookings=(*situation.bookings, _booking(begins, begins + lasts)))
        assert not may_test(booked, NOW).is_allowed


@given(SITUATIONS, st.floats(0, 9.99))
def test_nothing_is_tested_for_ten_minutes_after_a_session(situation: Situation, minutes: float) -> None:
    assert not may_test(replace(situation, session_ended_at=NOW - minutes * MINUTE), NOW).is_allowed


@given(SITUATIONS)
def test_a_permission_holds_until_its_instant_and_changes_then(situation: Situation) -> None:
    permission = may_test(situation, NOW)
    last = permission.until or NOW + timedelta(hours=12)
    for tenth in range(10):
        assert may_test(situation, NOW + (last - NOW) * tenth / 10).is_allowed == permission.is_allowed
    if permission.until:
        assert may_test(situation, permission.until).is_allowed != permission.is_allowed


def test_a_refusal_always_has_its_reason() -> None:
    assert may_test(Situation(bookings=(Booking(NOW, NOW + MINUTE),)), NOW).reason == "booking"
