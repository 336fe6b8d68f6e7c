"""The application passes on how a meeting worked: 1 to 5, the hour, and nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huonevahti_fleet.domain.ratings import Found, Pool, Rating, found_faults, pools, spells, whole
from huonevahti_fleet.store import Store

OLDEST = timedelta(days=30)
AHEAD = timedelta(minutes=5)
PERIODS_DAYS = (30, 90, 365)
SPELLS_BEFORE = timedelta(days=90)
"""An incident that opened before the period may still lie in it."""


class BadRating(Exception):
    """A rating that is not taken; one sentence: which value, what was expected."""


@dataclass(frozen=True, slots=True)
class RatingReport:
    """Ratings of a period, pooled; what would show fewer than ten answers is missing."""

    since_at: datetime
    days: int
    whole: Pool | None
    by_organisation: tuple[Pool, ...]
    by_room: tuple[Pool, ...]
    found: Found | None


def take_rating(store: Store, rating: Rating, key: str, now: datetime) -> bool:
    """Save a rating once for each key, or raise `BadRating`; False when that key was taken before."""
    hour = rating.hour_at
    if hour.minute or hour.second or hour.microsecond:
        raise BadRating(
            f"hour: {hour.isoformat()}, a full hour was expected, for instance 2026-11-24T10:00:00Z"
        )
    if not now - OLDEST <= hour <= now + AHEAD:
        raise BadRating(f"hour: {hour.isoformat()}, an hour of the last {OLDEST.days} days was expected")
    if rating.organisation and rating.organisation not in store.organisations():
        raise BadRating(f"organisation: {rating.organisation!r} is not registered")
    return store.ratings.add(rating, key, now)


def rating_report(store: Store, days: int, now: datetime) -> RatingReport:
    """Return what the ratings of the last days say together, and how often a low one found a fault."""
    since_at = (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    ratings = store.ratings.since(since_at)
    lain = spells(store.post.notices(since_at - SPELLS_BEFORE))
    return RatingReport(
        since_at=since_at,
        days=days,
        whole=whole(ratings),
        by_organisation=pools(ratings, "organisation"),
        by_room=pools(ratings, "room"),
        found=found_faults(ratings, lain),
    )
