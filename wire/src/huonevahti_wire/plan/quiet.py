"""When picture and sound may be tested: idle is not empty, so only a closed room, or one that a person saw empty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from huonevahti_wire.plan import guard
from huonevahti_wire.plan.guard import Situation, Verdict
from huonevahti_wire.signals import Code, Instant

BEFORE_BOOKING = timedelta(minutes=15)
AFTER_SESSION = timedelta(minutes=10)


class Permission(Struct, frozen=True):
    """Whether a test that sees or hears may run, why not, and when that changes if nothing new is seen.

    Reasons: `before_booking`, `booking`, `after_session`, `open` (and nobody said that the room is empty), or the
    code of a sign, expired ones included: an expired sign lets a restart go on, but proves no empty room.
    """

    is_allowed: bool
    reason: Code
    until: Instant | None


def may_test(situation: Situation, now: datetime) -> Permission:
    """Return whether a camera's picture or a microphone's sound may be tested now."""
    now = now.astimezone(UTC)
    reason = _refusal(situation, now)
    until = next(
        (at for at in _instants(situation, now) if bool(_refusal(situation, at)) != bool(reason)), None
    )
    return Permission(not reason, reason, until)


def _refusal(situation: Situation, now: datetime) -> str:
    """The first reason against a test, empty when there is none."""
    if window := _window(situation, now):
        return window
    is_emptied = guard.is_emptied(situation, now)
    if not is_emptied and not guard.is_closed(situation, now):
        return "open"
    guarding = guard.judge_at(situation, now)
    signs = [reason for reason in guarding.reasons if reason != guard.CONFIRMED_EMPTY]
    if guarding.verdict == Verdict.FREE and not signs:
        return ""
    return signs[0]


def _window(situation: Situation, now: datetime) -> str:
    ended_at = situation.session_ended_at
    if ended_at is not None and now - ended_at < AFTER_SESSION:
        return "after_session"
    for booking in situation.bookings:
        since_start, since_end = now - booking.starts_at, now - booking.ends_at
        if -BEFORE_BOOKING <= since_start < timedelta():
            return "before_booking"
        if since_start >= timedelta() > since_end:
            return "booking"
        if timedelta() <= since_end < AFTER_SESSION:
            return "after_session"
    return ""


def _instants(situation: Situation, now: datetime) -> list[datetime]:
    spans = [(booking.starts_at, -BEFORE_BOOKING) for booking in situation.bookings]
    spans += [(booking.ends_at, AFTER_SESSION) for booking in situation.bookings]
    if situation.session_ended_at is not None:
        spans.append((situation.session_ended_at, AFTER_SESSION))
    marks = {instant.astimezone(UTC) + span for instant, span in spans}
    later = {instant for mark in marks if mark > now for instant in (mark, *guard.instants(situation, mark))}
    return sorted({*guard.instants(situation, now), *later})
