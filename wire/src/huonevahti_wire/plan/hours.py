"""Opening hours as expanded periods: is a room open, when does it open next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huonevahti_wire.messages import OpenPeriod

EXPANDED_DAYS = 400
"""How far ahead opening hours travel to a terminal, so that a month alone (and a year's holidays) is no harm."""


def is_open(periods: Iterable[OpenPeriod], now: datetime) -> bool:
    """Return whether an instant falls in a period; the closing instant itself does not."""
    now = now.astimezone(UTC)  # two datetimes of one zone would be compared by their clock faces
    return any(period.opens_at <= now < period.closes_at for period in periods)


def next_opening(periods: Iterable[OpenPeriod], now: datetime) -> datetime | None:
    """Return the first opening after `now`, None when none is known."""
    now = now.astimezone(UTC)
    return min((period.opens_at for period in periods if period.opens_at > now), default=None)
