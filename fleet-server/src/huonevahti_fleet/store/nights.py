"""What came of each night's restart, and which rooms were ready at their openings, as rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.store import restart_tables
from huonevahti_fleet.store.columns import to_text
from huonevahti_fleet.store.tables import table

NIGHT, READINESS = table(restart_tables.NightRow), table(restart_tables.ReadinessRow)
_CODES = msgspec.json.Decoder(tuple[str, ...])


def nights(
    connection: Connection, since_day: date, rooms: Collection[str] | None = None
) -> tuple[NightRecord, ...]:
    """Return the nights of local days from `since_day` on, of all rooms or of these, by day and room."""
    query = select(NIGHT).where(NIGHT.c.day >= since_day).order_by(NIGHT.c.day, NIGHT.c.room)
    if rooms is not None:
        query = query.where(NIGHT.c.room.in_(list(rooms)))
    return tuple(map(_night, connection.execute(query)))


def readiness(
    connection: Connection, since: datetime, rooms: Collection[str] | None = None
) -> tuple[ReadinessRecord, ...]:
    """Return the last word on each opening from `since` on, of all rooms or of these, by opening and room."""
    query = select(READINESS).where(READINESS.c.opens_at >= since)
    if rooms is not None:
        query = query.where(READINESS.c.room.in_(list(rooms)))
    rows = connection.execute(query.order_by(READINESS.c.opens_at, READINESS.c.room))
    return tuple(map(_readiness, rows))


def night_row(record: NightRecord) -> dict[str, Any]:
    """Return a night as its row."""
    row = {name: getattr(record, name) for name in NightRecord.__slots__}
    return {**row, "outcome": record.outcome.value, "reasons": to_text(record.reasons)}


def readiness_row(record: ReadinessRecord) -> dict[str, Any]:
    """Return a word on an opening as its row."""
    row = {name: getattr(record, name) for name in ReadinessRecord.__slots__}
    return {**row, "reasons": to_text(record.reasons), "untested": to_text(record.untested)}


def prune(connection: Connection, until: datetime) -> None:
    """Delete what is older than it may become."""
    connection.execute(delete(NIGHT).where(NIGHT.c.day < until.date()))
    connection.execute(delete(READINESS).where(READINESS.c.opens_at < until))


def _night(row: Any) -> NightRecord:
    plain = {name: getattr(row, name) for name in NightRecord.__slots__}
    return NightRecord(**{**plain, "outcome": Outcome(row.outcome), "reasons": _CODES.decode(row.reasons)})


def _readiness(row: Any) -> ReadinessRecord:
    plain = {name: getattr(row, name) for name in ReadinessRecord.__slots__}
    return ReadinessRecord(
        **{**plain, "reasons": _CODES.decode(row.reasons), "untested": _CODES.decode(row.untested)}
    )
