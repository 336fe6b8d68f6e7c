"""When rooms open, how many openings were met by month, and what came of a night in all: counted by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select

from huonevahti_fleet.domain.nightly import Booking, Outcome
from huonevahti_fleet.domain.registry import Hours, expand
from huonevahti_fleet.store import reading, registry_rows
from huonevahti_fleet.store.nights import NIGHT, READINESS
from huonevahti_fleet.store.restarts import BOOKING
from huonevahti_fleet.store.tables import SampleRow, table

_DAYS_KEPT = 3
"""Days from which hours were expanded that are kept: today, and the first of the month."""
SAMPLE = table(SampleRow)


class Met(NamedTuple):
    """How many openings were judged, and at how many of them the room was ready."""

    openings: int = 0
    ready: int = 0

    @property
    def share(self) -> float | None:
        """The promise kept, 0 to 1; None without an opening."""
        return self.ready / self.openings if self.openings else None


class Openings:
    """What is known of openings, ahead and behind; every method may be called from any thread."""

    def __init__(self, reads: Any) -> None:
        self._reads = reads
        self._hours: dict[tuple[int, date], dict[str, Hours]] = {}

    def hours(self, now: datetime) -> Mapping[str, Hours]:
        """Return the opening hours of each room from yesterday on; rooms with the same hours share one value."""
        with self._reads() as connection:
            key = reading.counter(connection, "registry"), now.date()
            if key not in self._hours:
                kept = {k: v for k, v in self._hours.items() if k[0] == key[0]}
                self._hours = {**dict(list(kept.items())[-_DAYS_KEPT:]), key: _expanded(connection, now)}
            return self._hours[key]

    def met(self, bounds: Sequence[datetime]) -> dict[str, tuple[Met, ...]]:
        """Return by room the openings met between each two of these instants, which stand in order of time."""
        spans = [and_(READINESS.c.opens_at >= a, READINESS.c.opens_at < b) for a, b in pairwise(bounds)]
        sums = []
        for span in spans:
            sums.append(func.sum(case((span, 1), else_=0)))
            sums.append(func.sum(case((and_(span, READINESS.c.is_ready), 1), else_=0)))
        query = select(READINESS.c.room, *sums).where(
            READINESS.c.opens_at >= bounds[0], READINESS.c.opens_at < bounds[-1]
        )
        with self._reads() as connection:
            rows = connection.execute(query.group_by(READINESS.c.room)).all()
        return {
            room: tuple(map(Met, *(map(int, n) for n in (each[::2], each[1::2])))) for room, *each in rows
        }

    def bookings(
        self, rooms: Collection[str], now: datetime, until: datetime
    ) -> dict[str, tuple[Booking, ...]]:
        """Return by room the bookings of these rooms that have not ended and begin before an instant."""
        query = select(BOOKING).where(
            BOOKING.c.room.in_(list(rooms)), BOOKING.c.ends_at > now, BOOKING.c.starts_at < until
        )
        found: dict[str, list[Booking]] = {}
        with self._reads() as connection:
            for row in connection.execute(query.order_by(BOOKING.c.starts_at)):
                found.setdefault(row.room, []).append(Booking(row.starts_at, row.ends_at))
        return {room: tuple(booked) for room, booked in found.items()}

    def samples(
        self, name: str, rooms: Collection[str], span: tuple[datetime, datetime]
    ) -> dict[str, list[tuple[datetime, float]]]:
        """Return by room the samples of a numeric signal within a span, oldest first."""
        query = select(SAMPLE.c.room, SAMPLE.c.at, SAMPLE.c.value).where(
            SAMPLE.c.room.in_(list(rooms)), SAMPLE.c.name == name, SAMPLE.c.at >= span[0], SAMPLE.c.at < span[1]
        )
        found: dict[str, list[tuple[datetime, float]]] = {}
        with self._reads() as connection:
            for room, at, value in connection.execute(query.order_by(SAMPLE.c.at)):
                found.setdefault(room, []).append((at, value))
        return found

    def outcomes(self, day: date) -> dict[Outcome, int]:
        """Return how many rooms came to each end on a local day."""
        query = select(NIGHT.c.outcome, func.count()).where(NIGHT.c.day == day).group_by(NIGHT.c.outcome)
        with self._reads() as connection:
            return {Outcome(outcome): count for outcome, count in connection.execute(query)}


def _expanded(connection: Any, now: datetime) -> dict[str, Hours]:
    rooms, plans = registry_rows.load_rooms(connection), registry_rows.load_hours(connection)
    expanded: dict[tuple[int, str], Hours] = {}
    found = {}
    for slug, room in rooms.items():
        key = id(plans[slug]), room.site.time_zone
        if key not in expanded:
            expanded[key] = expand(plans[slug], room.site.time_zone, now)
        found[slug] = expanded[key]
    return found
