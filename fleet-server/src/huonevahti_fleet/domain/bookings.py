"""Bookings as they may be told: beginnings and ends ahead, in order; nothing else is taken of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from huonevahti_wire.plan.civil import BadValue
from huonevahti_wire.plan.guard import Booking

MOST = 1_000
LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=400)


def checked(bookings: Sequence[Booking], now: datetime) -> tuple[Booking, ...]:
    """Return bookings in order of time, or raise `BadValue` of the first that cannot be, by its place in the list."""
    if len(bookings) > MOST:
        raise BadValue("bookings", f"{len(bookings)} of them", f"at most {MOST}")
    for index, booking in enumerate(bookings):
        _check(f"bookings.{index}", booking, now)
    placed = sorted(enumerate(bookings), key=lambda pair: pair[1].starts_at)
    for (index, former), (other, booking) in pairwise(placed):
        if booking.starts_at < former.ends_at:
            first, last = sorted((index, other))
            raise BadValue(
                f"bookings.{last}", f"one that overlaps bookings.{first}", "bookings one after another"
            )
    return tuple(booking for _, booking in placed)


def joined(bookings: Sequence[Booking], now: datetime) -> tuple[Booking, ...]:
    """Return what a calendar says as bookings that can be: those over are left out, and what overlaps is one."""
    found: list[Booking] = []
    for booking in sorted(bookings, key=lambda each: (each.starts_at, each.ends_at)):
        if booking.ends_at <= now:
            continue
        if found and booking.starts_at < found[-1].ends_at:
            booking = Booking(found[-1].starts_at, max(found.pop().ends_at, booking.ends_at))  # noqa: PLW2901  the two as one
        found.append(booking)
    return tuple(found)


def _check(where: str, booking: Booking, now: datetime) -> None:
    if booking.ends_at <= booking.starts_at:
        raise BadValue(f"{where}.ends_at", booking.ends_at.isoformat(), "an end after the beginning")
    if booking.ends_at <= now:
        raise BadValue(f"{where}.ends_at", booking.ends_at.isoformat(), f"an end after now, {now.isoformat()}")
    if booking.ends_at - booking.starts_at > LONGEST:
        raise BadValue(f"{where}.ends_at", booking.ends_at.isoformat(), "an end at most 24 hours after the beginning")
    if booking.starts_at - now > FURTHEST:
        raise BadValue(
            f"{where}.starts_at", booking.starts_at.isoformat(), f"one at most {FURTHEST.days} days ahead"
        )
