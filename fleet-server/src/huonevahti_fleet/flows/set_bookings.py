"""Somebody tells when a room is booked, as a list or as a calendar: it replaces what was known, or is refused whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain import calendar_feed
from huonevahti_fleet.domain.bookings import checked
from huonevahti_fleet.domain.nightly import Booking
from huonevahti_fleet.domain.rooms import Room
from huonevahti_fleet.store import Store


def set_bookings(store: Store, room: Room, told: Sequence[Booking], now: datetime) -> tuple[Booking, ...]:
    """Put bookings in place of a room's, and return them in order; raise `BadValue` where one cannot be."""
    booked = checked(told, now)
    store.put_bookings(room.slug, booked, now)
    return booked


def import_calendar(store: Store, room: Room, text: str, now: datetime) -> tuple[Booking, ...]:
    """Put what a calendar says in place of a room's bookings; raise `BadValue` with the line that cannot be."""
    booked = calendar_feed.bookings(text, ZoneInfo(room.site.time_zone), now)
    store.put_bookings(room.slug, booked, now)
    return booked
