"""What holds a restart that is due: a loop, a machine just booted, a booking, a session and what may be one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_wire.messages import BootCause
from huonevahti_wire.plan import guard
from huonevahti_wire.plan.clock import SLACK
from huonevahti_wire.plan.guard import SOFT, Verdict
from huonevahti_wire.plan.quiet import AFTER_SESSION, BEFORE_BOOKING
from huonevahti_wire.signals import Code, Instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huonevahti_wire.plan.boots import Boot, Intent

LOOP_BOOTS, LOOP_SPAN = 3, timedelta(hours=1)
SETTLING = timedelta(minutes=10)
"""A machine that has just booted is let alone for this long."""
PATIENCE = timedelta(minutes=10)
"""How long an order to restart is given to take effect before it is given once more."""
TRIES, TRIES_SPAN = 3, timedelta(days=1)
AGAIN = timedelta(minutes=5)
"""After this a room is looked at anew whose signs do not expire by themselves."""
OWN = frozenset({BootCause.OURS, BootCause.REMEDY, BootCause.UNKNOWN})
"""Boots that may be of a loop of ours; one whose cause cannot be told may be."""


class Hold(Struct, frozen=True):
    """Why a restart may not begin now, and when to look again (None: a person must act first)."""

    reasons: tuple[Code, ...]
    until: Instant | None


class Own(Struct, frozen=True):
    """What a terminal knows of its own restarts."""

    boot_id: str
    boots: tuple[Boot, ...]
    intents: tuple[Intent, ...]
    released_at: Instant | None


def hold(room: guard.Situation, own: Own, now: datetime) -> Hold | None:
    """Return what holds a restart in this room now, None when nothing does."""
    return _of_machine(own, now) or _of_bookings(room, now) or _of_session(room, now)


def is_looping(boots: Sequence[Boot], released_at: datetime | None) -> bool:
    """Return whether three boots of ours came within an hour, and no person has set that right since."""
    own = sorted(
        boot.booted_at
        for boot in boots
        if boot.cause in OWN and (released_at is None or boot.booted_at > released_at)
    )
    reach = LOOP_BOOTS - 1
    return any(last - first <= LOOP_SPAN for first, last in zip(own, own[reach:], strict=False))


def has_been(boot: Boot, now: datetime) -> bool:
    """Return whether a boot can have been when it is said: one in the future was told by a clock that ran ahead."""
    return boot.booted_at <= now + SLACK


def _of_machine(own: Own, now: datetime) -> Hold | None:
    if is_looping(own.boots, own.released_at):
        return Hold(("loop",), None)
    recent = sorted(b.booted_at for b in own.boots if now - b.booted_at < LOOP_SPAN and has_been(b, now))
    if len(recent) >= LOOP_BOOTS:
        return Hold(("many_boots",), recent[-LOOP_BOOTS] + LOOP_SPAN)
    orders = sorted(intent.at for intent in own.intents if intent.boot_id == own.boot_id)
    if orders and now - orders[-1] < PATIENCE:
        return Hold(("restarting",), orders[-1] + PATIENCE)
    tried = [at for at in orders if now - at < TRIES_SPAN]
    if len(tried) >= TRIES:
        return Hold(("order_without_effect",), tried[-TRIES] + TRIES_SPAN)
    if recent and now - recent[-1] < SETTLING:
        return Hold(("just_booted",), recent[-1] + SETTLING)
    return None


def _of_bookings(room: guard.Situation, now: datetime) -> Hold | None:
    """A restart keeps away from a booking's beginning; whether a begun one still counts, the session guard says."""
    ahead = [b.starts_at for b in room.bookings if b.starts_at - BEFORE_BOOKING <= now < b.starts_at]
    return Hold(("before_booking",), min(ahead)) if ahead else None


def _of_session(room: guard.Situation, now: datetime) -> Hold | None:
    guarding = guard.judge(room, now)
    if guarding.verdict is not Verdict.FREE:
        return Hold(guarding.reasons, guarding.until or now + AGAIN)
    ended_at = room.session_ended_at
    if ended_at is not None and now - ended_at < AFTER_SESSION:
        return Hold(("after_session",), ended_at + AFTER_SESSION)
    # what has just become unreadable may have been a call: the guard asks for hands alone, a talk needs none
    blind = [sign for sign in room.signs if not sign.is_readable and now - sign.since < SOFT]
    blind = [sign for sign in blind if sign.held_by != "agent" and not sign.is_stuck]
    if blind:
        newest = max(blind, key=lambda sign: sign.since)
        return Hold((f"{newest.source}_unreadable",), newest.since + SOFT)
    return None
