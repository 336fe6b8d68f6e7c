"""The session guard: hard signs hold, soft and unreadable ones expire, ours and stuck ones never count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan.guard import Booking, Guarding, Sign, Situation, Source, Verdict, judge, judge_at
from huonevahti_wire.plan.quiet import may_test

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OPEN = (OpenPeriod(NOW - timedelta(hours=5), NOW + timedelta(hours=4)),)
CLOSED = (OpenPeriod(NOW - timedelta(hours=12), NOW - timedelta(hours=5)),)
SOURCES: tuple[Source, ...] = get_args(Source)


def _sign(source: Source, minutes: float, **facts: Any) -> Sign:
    """A sign that began so many minutes ago."""
    return Sign(source, NOW - minutes * MINUTE, **facts)


def _unreadable(source: Source, minutes: float) -> Sign:
    return _sign(source, minutes, is_readable=False)


def _booking(begins: float, ends: float) -> Booking:
    return Booking(NOW + begins * MINUTE, NOW + ends * MINUTE)


BUSY, FREE, UNDECIDED, ASK = Verdict.BUSY, Verdict.FREE, Verdict.UNDECIDED, Verdict.ASK_PERSON
ROWS: dict[str, tuple[tuple[Sign, ...], Verdict, tuple[str, ...], float | None]] = {
    "nothing": ((), FREE, (), None),
    "a call for hours": ((_sign("media", 500),), BUSY, ("media",), None),
    "the application serves": ((_sign("application", 500),), BUSY, ("application",), None),
    "camera under a hand": ((_sign("camera", 50), _sign("touch", 4)), BUSY, ("camera_in_use",), 6),
    "microphone and button": ((_sign("microphone", 50), _sign("call_button", 4)), BUSY, ("microphone_in_use",), 6),
    "a hand": ((_sign("touch", 4),), BUSY, ("touch",), 6),
    "an old hand": ((_sign("touch", 10),), FREE, (), None),
    "a held camera": ((_sign("camera", 12),), BUSY, ("camera",), 18),
    "a camera held long": ((_sign("camera", 30),), ASK, ("camera_expired",), 240),
    "a foreign page": ((_sign("page", 12),), BUSY, ("page",), 18),
    "a foreign page for long": ((_sign("page", 45),), ASK, ("page_expired",), 240),
    "of another program": ((_sign("camera", 50, held_by="other"), _sign("touch", 4)), BUSY, ("touch",), 6),
    "our own capture": ((_sign("camera", 1, held_by="agent"),), FREE, (), None),
    "our own under a hand": ((_sign("microphone", 1, held_by="agent"), _sign("touch", 11)), FREE, (), None),
    "a stuck button": ((_sign("call_button", 1, is_stuck=True), _sign("camera", 40)), ASK, ("camera_expired",), 240),
    "cannot tell yet": ((_unreadable("camera", 12),), UNDECIDED, ("camera_unreadable",), 18),
    "cannot tell for long": ((_unreadable("media", 31),), ASK, ("media_unreadable_expired",), 240),
    "one is seen, one is not": ((_unreadable("media", 3), _sign("page", 2)), BUSY, ("media_unreadable", "page"), 28),
    "an old one and a new one": ((_sign("camera", 90), _sign("page", 2)), BUSY, ("page",), 28),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_an_open_room_is_guarded_by_its_signs(row: str) -> None:
    signs, verdict, reasons, minutes = ROWS[row]
    until = None if minutes is None else NOW + minutes * MINUTE
    assert judge(Situation(signs, open_periods=OPEN), NOW) == Guarding(verdict, reasons, until)


CLOSED_ROWS: dict[str, tuple[tuple[Sign, ...], Verdict, tuple[str, ...], float | None]] = {
    "a call after hours": ((_sign("media", 500),), BUSY, ("media",), None),
    "a hung browser, nobody ever here": ((_sign("camera", 1),), FREE, ("camera_expired",), None),
    "hung, cleaned an hour ago": ((_sign("camera", 500), _sign("touch", 60)), FREE, ("camera_expired",), None),
    "hung, cleaned just now": ((_sign("camera", 500), _sign("touch", 40)), BUSY, ("camera",), 20),
    "unreadable, just cleaned": ((_unreadable("page", 500), _sign("touch", 40)), UNDECIDED, ("page_unreadable",), 20),
    "cannot tell of hands": ((_unreadable("touch", 40),), UNDECIDED, ("touch_unreadable",), 20),
    "could not tell of hands for an hour": ((_unreadable("touch", 60),), FREE, ("touch_unreadable_expired",), None),
    "cleaned, nothing held": ((_sign("touch", 20),), FREE, (), None),
    "a stuck touch": ((_sign("camera", 500), _sign("touch", 0, is_stuck=True)), FREE, ("camera_expired",), None),
}  # fmt: skip


@pytest.mark.parametrize("row", CLOSED_ROWS)
def test_a_closed_room_is_given_up_after_an_hour_without_a_hand(row: str) -> None:
    signs, verdict, reasons, minutes = CLOSED_ROWS[row]
    until = None if minutes is None else NOW + minutes * MINUTE
    assert judge(Situation(signs, open_periods=CLOSED), NOW) == Guarding(verdict, reasons, until)


@pytest.mark.parametrize(
    ("begins", "ends", "verdict", "reasons"),
    [(1, 30, FREE, ()), (0, 30, BUSY, ("booking",)), (-29, 30, BUSY, ("booking",)),
     (-30, 30, ASK, ("booking_expired",)), (-60, 0, FREE, ())],
)  # fmt: skip
def test_a_booking_holds_a_room_for_half_an_hour_as_any_soft_sign(
    begins: float, ends: float, verdict: Verdict, reasons: tuple[str, ...]
) -> None:
    situation = Situation(bookings=(_booking(begins, ends),), open_periods=OPEN)
    assert judge_at(situation, NOW) == Guarding(verdict, reasons, None)


def test_a_room_whose_hours_nobody_told_is_left_to_a_person() -> None:
    assert judge_at(Situation((_sign("camera", 500),)), NOW).verdict == ASK


def test_closing_time_turns_a_question_into_a_restart() -> None:
    guarding = judge(Situation((_sign("camera", 500),), open_periods=OPEN), NOW)
    assert (guarding.verdict, guarding.until) == (ASK, OPEN[0].closes_at)
    assert judge_at(Situation((_sign("camera", 500),), open_periods=OPEN), OPEN[0].closes_at).verdict == FREE


@pytest.mark.parametrize(
    ("signs", "emptied_minutes", "verdict", "reasons"),
    [
        ((_sign("camera", 500),), 1, FREE, ("confirmed_empty",)),
        ((_sign("camera", 5), _unreadable("page", 5)), 1, FREE, ("confirmed_empty",)),
        ((_sign("camera", 500),), 10, ASK, ("camera_expired",)),
        ((_sign("camera", 500), _sign("touch", 0.5)), 1, BUSY, ("camera_in_use",)),
        ((_sign("touch", 0.5),), 1, BUSY, ("touch",)),
        ((_sign("touch", 2),), 1, FREE, ("confirmed_empty",)),
        ((_sign("page", 0.5),), 1, BUSY, ("page",)),
        ((_sign("media", 5),), 1, BUSY, ("media",)),
        ((_sign("camera", 500), _sign("touch", 2)), 1, BUSY, ("camera_in_use",)),
        ((_sign("camera", 500),), -1, ASK, ("camera_expired",)),
    ],
    ids=["hung", "hung and unreadable", "word too old", "hand after the word", "hand alone", "hand before the word",
         "new page after the word", "a call", "hard before the word", "a word not yet given"],
)  # fmt: skip
def test_a_persons_word_answers_what_began_before_it_but_nothing_hard(
    signs: tuple[Sign, ...], emptied_minutes: float, verdict: Verdict, reasons: tuple[str, ...]
) -> None:
    situation = Situation(signs, open_periods=OPEN, emptied_at=NOW - emptied_minutes * MINUTE)
    assert judge_at(situation, NOW) == Guarding(verdict, reasons, None)


def test_the_hour_that_comes_twice_in_autumn_is_told_apart() -> None:
    zone = ZoneInfo("Europe/Helsinki")
    now = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    said_at = datetime(2026, 10, 25, 3, 55, tzinfo=zone)  # 00:55 in UTC
    later = datetime(2026, 10, 25, 3, 0, tzinfo=zone, fold=1)  # 01:00, after the word by the sun
    signs = (Sign("page", said_at), Sign("touch", later))
    assert judge_at(Situation(signs, emptied_at=said_at), now - 6 * MINUTE).verdict == BUSY
    assert judge(Situation(signs[:1], emptied_at=said_at), now - 6 * MINUTE).until == now - 5 * MINUTE


AGES = st.integers(0, 300).map(float)
SIGNS = st.builds(
    _sign, st.sampled_from(SOURCES), AGES, held_by=st.sampled_from(["kiosk", "agent", "other"]),
    is_readable=st.booleans(), is_stuck=st.booleans(),
)  # fmt: skip
BOOKINGS = st.builds(
    lambda begins, lasts: _booking(begins, begins + lasts), st.integers(-120, 120), st.integers(1, 90)
)
OFTEN = tuple(OpenPeriod(NOW + start * MINUTE, NOW + (start + 25) * MINUTE) for start in range(-610, 900, 40))
HOURS = st.sampled_from([OPEN, CLOSED, OFTEN, None])
SITUATIONS = st.builds(
    Situation, st.lists(SIGNS, max_size=5).map(tuple), st.lists(BOOKINGS, max_size=2).map(tuple), HOURS,
    st.none() | AGES.map(lambda minutes: NOW - minutes * MINUTE),
    st.none() | AGES.map(lambda minutes: NOW - minutes * MINUTE / 10),
)  # fmt: skip


@given(SITUATIONS, st.sampled_from(["media", "application"]), AGES)
def test_a_hard_sign_holds_whatever_else_there_is_and_however_long(
    situation: Situation, source: Source, minutes: float
) -> None:
    hard = replace(situation, signs=(*situation.signs, _sign(source, minutes)))
    assert judge_at(hard, NOW).verdict == BUSY
    assert source in judge_at(hard, NOW).reasons
    assert not may_test(hard, NOW).is_allowed


@given(SITUATIONS, st.sampled_from(["camera", "microphone"]), AGES, st.sampled_from(["touch", "call_button"]))
def test_a_device_of_the_kiosk_under_a_recent_hand_holds(
    situation: Situation, device: Source, minutes: float, hand: Source
) -> None:
    held = replace(situation, signs=(*situation.signs, _sign(device, minutes), _sign(hand, 9.9)))
    assert judge_at(held, NOW).verdict == BUSY
    assert f"{device}_in_use" in judge_at(held, NOW).reasons


@given(SITUATIONS, st.sampled_from(SOURCES), AGES, st.booleans(), st.booleans())
def test_our_own_captures_and_stuck_inputs_change_nothing(
    situation: Situation, source: Source, minutes: float, is_readable: bool, is_ours: bool
) -> None:
    mark: dict[str, Any] = {"held_by": "agent"} if is_ours else {"is_stuck": True}
    ignored = _sign(source, minutes, is_readable=is_readable, **mark)
    more = replace(situation, signs=(*situation.signs, ignored))
    assert judge_at(more, NOW) == judge_at(situation, NOW)
    assert may_test(more, NOW).is_allowed == may_test(situation, NOW).is_allowed


@given(SITUATIONS)
def test_a_closed_room_that_nobody_touches_is_free_after_an_hour_unless_a_sign_is_hard(
    situation: Situation,
) -> None:
    later = NOW + timedelta(hours=1)
    closed = replace(situation, open_periods=CLOSED)
    is_hard = any(
        s.source in ("media", "application") and s.is_readable and not s.is_stuck and s.held_by != "agent"
        for s in situation.signs
    )
    assert (judge_at(closed, later).verdict == FREE) == (not is_hard)


@given(SITUATIONS)
def test_an_open_room_with_signs_left_is_never_free_by_time_alone(situation: Situation) -> None:
    opened = replace(situation, open_periods=OPEN, emptied_at=None)
    counted = [
        s for s in situation.signs
        if s.held_by != "agent" and not s.is_stuck and not (s.source in ("touch", "call_button") and s.is_readable)
    ]  # fmt: skip
    assume(counted)
    assert judge_at(opened, NOW + timedelta(minutes=31)).verdict in (BUSY, ASK)


@given(SITUATIONS)
def test_only_a_person_is_asked_and_only_while_open(situation: Situation) -> None:
    closed = replace(situation, open_periods=CLOSED)
    assert judge_at(closed, NOW).verdict != ASK
    opened = judge_at(replace(situation, open_periods=OPEN), NOW)
    if opened.verdict == ASK:
        assert opened.reasons
        assert all(reason.endswith("_expired") for reason in opened.reasons)


@given(SITUATIONS)
def test_a_verdict_holds_until_its_instant_and_changes_then(situation: Situation) -> None:
    guarding = judge(situation, NOW)
    last = guarding.until or NOW + timedelta(hours=12)
    assert last > NOW
    for tenth in range(10):
        assert judge_at(situation, NOW + (last - NOW) * tenth / 10).verdict == guarding.verdict
    if guarding.until:
        assert judge_at(situation, guarding.until).verdict != guarding.verdict


@given(SITUATIONS)
def test_a_room_that_is_not_plainly_free_says_why(situation: Situation) -> None:
    guarding = judge_at(situation, NOW)
    assert guarding.reasons or guarding.verdict == FREE


@given(SITUATIONS, st.integers(-12, 14))
def test_both_sides_come_to_the_same_in_whatever_zone_they_reckon(situation: Situation, hours: int) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=hours)))
    assert judge(situation, there) == judge(situation, NOW)
    assert may_test(situation, there) == may_test(situation, NOW)
