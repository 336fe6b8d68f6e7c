"""The session guard: may a room be touched now, by the signs of a session and how long they hold.

Hard signs always hold. Soft signs, and signs that cannot be read, expire: while the room is open a person decides,
while it is closed the planned restart proceeds. The agent and the fleet server compute the same from the same signs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan.hours import is_open
from huonevahti_wire.signals import Code, Instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HAND = timedelta(minutes=10)
"""How long a touch or a press of the call button speaks of somebody in the room."""
SOFT = timedelta(minutes=30)
"""How long a soft or an unreadable sign holds an open room; then a person decides."""
STILL = timedelta(hours=1)
"""How long nobody must have touched anything in a closed room for its soft and unreadable signs to expire."""
EMPTIED = timedelta(minutes=10)
"""How long a person's word that the room is empty holds, if no hand is seen after it."""

CONFIRMED_EMPTY = "confirmed_empty"
_AT_ONCE = timedelta()

Source = Literal["media", "application", "camera", "microphone", "page", "touch", "call_button"]
"""What a sign is read from: moving media, the application's word that a customer is served, a device held by a
program, a page of somebody else, and the two things a hand is laid on."""
_HARD = frozenset({"media", "application"})
_DEVICES = frozenset({"camera", "microphone"})
_HANDS = frozenset({"touch", "call_button"})


class Verdict(StrEnum):
    """Free; busy by a sign; undecided while a sign cannot be read; a person must decide, for signs have expired."""

    FREE = "free"
    BUSY = "busy"
    UNDECIDED = "undecided"
    ASK_PERSON = "ask_person"


class Sign(Struct, frozen=True, omit_defaults=True):
    """One sign of a session. A source that has nothing to tell gives no sign; one that cannot be read does.

    `since` is when it began, for a hand when it was last seen. `held_by` says who holds a device: our own captures
    never count. A stuck input does not either.
    """

    source: Source
    since: Instant
    held_by: Literal["kiosk", "agent", "other"] = "kiosk"
    is_readable: bool = True
    is_stuck: bool = False


class Booking(Struct, frozen=True):
    """A stretch of time that a customer has booked; whose it is is nobody's business here."""

    starts_at: Instant
    ends_at: Instant


class Situation(Struct, frozen=True, omit_defaults=True):
    """What the guard looks at. Without opening hours a room counts as open, for then a person is asked."""

    signs: tuple[Sign, ...] = ()
    bookings: tuple[Booking, ...] = ()
    open_periods: tuple[OpenPeriod, ...] | None = None
    session_ended_at: Instant | None = None
    emptied_at: Instant | None = None


class Guarding(Struct, frozen=True):
    """The verdict, the codes of the signs it rests on, and when it changes if nothing new is seen (None: never).

    A code is the sign's source or `booking`, followed by `_in_use` (a device that the kiosk holds under a hand),
    `_unreadable` or `_expired`; `confirmed_empty` is a person's word.
    """

    verdict: Verdict
    reasons: tuple[Code, ...]
    until: Instant | None


def judge(situation: Situation, now: datetime) -> Guarding:
    """Return whether the room may be restarted or mended now."""
    now = now.astimezone(UTC)
    guarding = judge_at(situation, now)
    verdicts = ((instant, judge_at(situation, instant).verdict) for instant in instants(situation, now))
    until = next((instant for instant, verdict in verdicts if verdict != guarding.verdict), None)
    return Guarding(guarding.verdict, guarding.reasons, until)


def judge_at(situation: Situation, now: datetime) -> Guarding:
    """Return the verdict and its reasons, without looking for when it changes."""
    now = now.astimezone(UTC)
    signs = [sign for sign in _foreign(situation) if not _is_over(sign, now)]
    if hard := tuple(_hard(signs)):
        return Guarding(Verdict.BUSY, hard, None)
    traces = list(_traces(situation, signs, now))
    closed = is_closed(situation, now)
    if not closed:
        fresh = [trace for trace in traces if now - trace.since < SOFT]
    else:
        fresh = [] if _is_still(situation, now) else traces
    if fresh:
        verdict = Verdict.BUSY if any(trace.is_readable for trace in fresh) else Verdict.UNDECIDED
        return Guarding(verdict, tuple(trace.code for trace in fresh), None)
    if not traces and is_emptied(situation, now):
        return Guarding(Verdict.FREE, (CONFIRMED_EMPTY,), None)
    verdict = Verdict.ASK_PERSON if traces and not closed else Verdict.FREE
    return Guarding(verdict, tuple(f"{trace.code}_expired" for trace in traces), None)


def is_closed(situation: Situation, now: datetime) -> bool:
    """Return whether the site is closed; a site whose hours nobody told is not."""
    return situation.open_periods is not None and not is_open(situation.open_periods, now)


def is_emptied(situation: Situation, now: datetime) -> bool:
    """Return whether a person said that the room is empty within `EMPTIED`, and no hand was seen after that."""
    said_at = situation.emptied_at
    if said_at is None or not timedelta() <= now - said_at < EMPTIED:
        return False
    return not any(_is_after(hand.since, said_at) for hand in _hands(situation))


def instants(situation: Situation, now: datetime) -> list[datetime]:
    """Return the instants after `now` at which time alone may first change what is allowed, in UTC and in order."""
    marks = {now, *(mark for mark in _marks(situation) if mark > now)}
    edges = {edge for mark in marks for edge in _edges(situation.open_periods or (), mark)}
    return sorted((marks | edges) - {now})


def _marks(situation: Situation) -> Iterator[datetime]:
    """Every instant at which a sign, a booking or a word gains or loses its weight."""
    spans: list[tuple[datetime, tuple[timedelta, ...]]] = []
    spans += [(sign.since, (HAND, SOFT, STILL)) for sign in situation.signs]
    spans += [(booking.starts_at, (_AT_ONCE, SOFT)) for booking in situation.bookings]
    spans += [(booking.ends_at, (_AT_ONCE,)) for booking in situation.bookings]
    if situation.emptied_at is not None:
        spans.append((situation.emptied_at, (_AT_ONCE, EMPTIED)))
    return (instant.astimezone(UTC) + span for instant, each in spans for span in each)


def _edges(periods: Iterable[OpenPeriod], after: datetime) -> set[datetime]:
    """The next opening and the next closing after an instant."""
    opens, closes = None, None
    for period in periods:
        if period.opens_at > after and (opens is None or period.opens_at < opens):
            opens = period.opens_at
        if period.closes_at > after and (closes is None or period.closes_at < closes):
            closes = period.closes_at
    return {edge for edge in (opens, closes) if edge is not None}


class _Trace(Struct, frozen=True):
    """A soft or unreadable sign, or a booking, that holds until it expires."""

    code: str
    since: datetime
    is_readable: bool


def _hard(signs: Iterable[Sign]) -> Iterator[str]:
    """Codes of the signs that always hold."""
    readable = [sign for sign in signs if sign.is_readable]
    has_hand = any(sign.source in _HANDS for sign in readable)
    for sign in readable:
        if sign.source in _HARD:
            yield sign.source
        elif sign.source in _DEVICES and sign.held_by == "kiosk" and has_hand:
            yield f"{sign.source}_in_use"


def _traces(situation: Situation, signs: Iterable[Sign], now: datetime) -> Iterator[_Trace]:
    """What is left when a person's word is heard: it answers all that began before it."""
    said_at = situation.emptied_at if is_emptied(situation, now) else None
    for sign in signs:
        if said_at is None or _is_after(sign.since, said_at):
            code = sign.source if sign.is_readable else f"{sign.source}_unreadable"
            yield _Trace(code, sign.since, sign.is_readable)
    for booking in situation.bookings:
        is_answered = said_at is not None and not _is_after(booking.starts_at, said_at)
        if booking.starts_at <= now < booking.ends_at and not is_answered:
            yield _Trace("booking", booking.starts_at, True)


def _is_after(instant: datetime, other: datetime) -> bool:
    """Compared in UTC: two datetimes of one zone would be compared by their clock faces."""
    return instant.astimezone(UTC) > other.astimezone(UTC)


def _foreign(situation: Situation) -> Iterator[Sign]:
    """The signs that count: neither our own captures, nor stuck inputs."""
    return (sign for sign in situation.signs if sign.held_by != "agent" and not sign.is_stuck)


def _hands(situation: Situation) -> Iterator[Sign]:
    return (sign for sign in _foreign(situation) if sign.source in _HANDS)


def _is_over(sign: Sign, now: datetime) -> bool:
    """Whether it is a hand that was seen too long ago to speak of somebody."""
    return sign.source in _HANDS and sign.is_readable and now - sign.since >= HAND


def _is_still(situation: Situation, now: datetime) -> bool:
    """Whether nothing was touched for `STILL`, as far as can be told; what cannot be read may have been."""
    return all(now - hand.since >= STILL for hand in _hands(situation))
