"""Ratings of meetings, without anything that leads back to one."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import Connection, select

from huonevahti_fleet.domain.ratings import Rating
from huonevahti_fleet.store import post_tables
from huonevahti_fleet.store.commit import add_to_counters, insert_new
from huonevahti_fleet.store.routes import Opening
from huonevahti_fleet.store.tables import table

RATING, KEY = (table(t) for t in (post_tables.RatingRow, post_tables.RatingKeyRow))
KEYS_KEPT = timedelta(days=2)


class Ratings:
    """Reads and writes of ratings."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes

    def add(self, rating: Rating, key: str, now: datetime) -> bool:
        """Save a rating, once for each key; False when the key was used within the last two days."""
        digest = blake2b(key.encode(), digest_size=16, person=b"hv-rating").hexdigest()
        row = {name: getattr(rating, name) for name in Rating.__slots__}
        with self._writes() as connection:
            new = insert_new("rating_key", connection.dialect.name).returning(KEY.c.digest)
            if connection.execute(new, {"digest": digest, "at": now}).first() is None:
                return False
            connection.execute(RATING.insert().values(**row))
            add_to_counters(connection, {"change": 1})
        return True

    def since(self, since_at: datetime) -> tuple[Rating, ...]:
        """Return the ratings of hours since an instant in the order they came, which nobody is shown."""
        ordered = select(RATING).where(RATING.c.hour_at >= since_at).order_by(RATING.c.row)
        with self._reads() as connection:
            return tuple(
                Rating(r.room, r.organisation, r.hour_at, r.stars) for r in connection.execute(ordered)
            )


def prune(connection: Connection, until: datetime, now: datetime) -> None:
    """Delete ratings older than they may become, and the keys of the day before yesterday."""
    connection.execute(RATING.delete().where(RATING.c.hour_at < until))
    connection.execute(KEY.delete().where(KEY.c.at < now - KEYS_KEPT))
