"""What the stated rules let hold a restart, and when; for the checker alone, written anew."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huonevahti_fleet.restarts.due import MINUTE, SLACK
from huonevahti_fleet.restarts.facts import between
from huonevahti_fleet.restarts.walls import DAY, comings, date_at

if TYPE_CHECKING:
    from huonevahti_fleet.restarts.facts import RoomLog, Span

Held = tuple[str, datetime, datetime]
"""The cause, from when, until when."""
HOUR = timedelta(hours=1)
AFTER_BOOT, AFTER_ORDER, AFTER_SESSION, AFTER_HAND = (10 * MINUTE,) * 4
BEFORE_BOOKING, UNREADABLE, STILL = 15 * MINUTE, 30 * MINUTE, HOUR
DISK_IS_TRIED = 5 * MINUTE
LASTING: dict[str, timedelta] = {
    "down": timedelta(),
    "moving": timedelta(),
    "agent_down": timedelta(),
    "disk_full": DISK_IS_TRIED,
    "clock": timedelta(),
    "untold": timedelta(),
    "session": AFTER_SESSION,
    "person": AFTER_HAND,
}
"""What holds for as long as it lasts, and how long after."""


def held(log: RoomLog, begins: datetime, ends: datetime, *, is_certain: bool = False) -> Iterator[Held]:
    """Yield what held any restart within a stretch of time.

    For the terminal a boot that a wrong clock dated may lie elsewhere; what `is_certain` does not rest on one.
    """
    for what, after in LASTING.items():
        for since, until in log.during(what, begins - after, ends):
            yield what, since, until + after
    yield from _of_boots(log, begins, ends, is_certain=is_certain)
    yield from _of_orders(log, begins, ends)
    yield from _of_bookings(log, begins, ends)
    yield from _of_hung_kiosk(log, begins, ends)


def held_by_date(log: RoomLog, begins: datetime, ends: datetime, zone: ZoneInfo) -> Iterator[Held]:
    """Yield what held a planned restart because another was on the same local date (rule 3).

    Date by today's zone or by the one of its own time; midnight is given the minute that a clock may be wrong by. An
    order without effect counts from the next boot on (rule 11).
    """
    for order in log.orders(begins - 3 * DAY, ends):
        if order.kind == "planned" and (order.has_effect or log.boots(order.at, ends)):
            terms = log.terms_at(order.at)
            own = ZoneInfo(terms.zone) if terms else zone
            day = max(date_at(order.at + SLACK, zone), date_at(order.at + SLACK, own))
            yield "once_a_day", order.at, comings(day + DAY, 0, zone)[0] + 2 * SLACK


def clear(holds: list[Held], begins: datetime, ends: datetime) -> timedelta:
    """Return the longest stretch within which nothing held."""
    longest, clear_from = timedelta(), begins
    for _, since, until in sorted(holds, key=lambda hold: hold[1]):
        if since >= ends:
            break
        longest = max(longest, since - clear_from)
        clear_from = max(clear_from, until)
    return max(longest, ends - clear_from)


def _of_boots(log: RoomLog, begins: datetime, ends: datetime, *, is_certain: bool) -> Iterator[Held]:
    """Rule 10. A loop lasts until a person sets it right, so boots are looked at as far back as the last that did."""
    for boot in log.boots(begins - AFTER_BOOT, ends):
        yield "just_booted", boot.at, boot.at + AFTER_BOOT
    recent = between(log.known_boots(are_dated=is_certain), begins - 2 * HOUR, ends)
    for first, third in zip(recent, recent[2:], strict=False):
        if third.at - first.at < HOUR:
            yield "many_boots", third.at, first.at + HOUR
    for since, until in _loops(log, is_certain=is_certain):
        if since < ends and until > begins:
            yield "loop", since, until


def _loops(log: RoomLog, *, is_certain: bool) -> Iterator[Span]:
    """Three boots by the terminal's own order, or of causes that cannot be told, within an hour."""
    if is_certain not in log.loops:
        known = log.known_boots(are_dated=is_certain)
        own = [boot.at for boot in known if boot.why == "order" or not boot.can_tell]
        loops = log.loops[is_certain] = []
        for first, third in zip(own, own[2:], strict=False):
            place = bisect_left(log.set_right, first)
            until = log.set_right[place] if place < len(log.set_right) else log.ends_at
            if third - first <= HOUR and until is not None and until > third:
                loops.append((third, until))
    return iter(log.loops[is_certain])


def _of_orders(log: RoomLog, begins: datetime, ends: datetime) -> Iterator[Held]:
    """Rule 11."""
    tried = [order.at for order in log.orders(begins - DAY, ends) if not order.has_effect]
    for at in tried:
        yield "order_without_effect", at, at + AFTER_ORDER
    for first, third in zip(tried, tried[2:], strict=False):
        boots = log.boots(first, ends)
        if not boots or boots[0].at > third:
            yield "order_without_effect", third, boots[0].at + AFTER_BOOT if boots else first + DAY


def _of_bookings(log: RoomLog, begins: datetime, ends: datetime) -> Iterator[Held]:
    """Rule 7: clear of a booking's beginning; a booking that nobody came for holds while a hand was seen."""
    place = bisect_left(log.booked, begins - DAY, key=lambda booked: booked.starts_at)
    for booked in log.booked[place:]:
        if booked.starts_at - BEFORE_BOOKING >= ends:
            return
        yield "booking", max(booked.at, booked.starts_at - BEFORE_BOOKING), booked.starts_at
        yield from _under_hands(log, "booking", booked.starts_at, booked.ends_at)


def _of_hung_kiosk(log: RoomLog, begins: datetime, ends: datetime) -> Iterator[Held]:
    """Rule 7: what became unreadable may have been a call; then it holds while a hand was seen.

    Only a boot ends it, so it is reckoned into that: what an order ends held until then.
    """
    for since, until in log.during("hung", begins, ends):
        yield "hung", since, since + UNREADABLE
        yield from _under_hands(log, "hung", max(since, begins), min(until + AFTER_BOOT, ends))


def _under_hands(log: RoomLog, what: str, begins: datetime, ends: datetime) -> Iterator[Held]:
    """A soft sign holds a closed room until nothing was touched for an hour; who comes in touches something."""
    touched = [(since, until + STILL) for since, until in log.during("person", begins - STILL, ends)]
    touched += [(since, since + STILL) for since, _ in log.during("session", begins - DAY, ends)]
    for since, until in touched:
        if max(since, begins) < min(until, ends):
            yield what, max(since, begins), min(until, ends)
