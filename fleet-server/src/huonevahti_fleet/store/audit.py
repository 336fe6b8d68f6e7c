"""The record of edits: what stood before, what after, when, and who said that they did it. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from huonevahti_fleet.domain.authors import Author, EditRecord, What
from huonevahti_fleet.store import post_tables
from huonevahti_fleet.store.tables import table

AUDIT = table(post_tables.AuditRow)


def note(
    connection: Connection, what: What, edits: Iterable[tuple[str, str, str]], author: Author
) -> None:
    """Add a row for each edit: its subject, and its text before and after, empty where there was or is none."""
    same = {"what": what, "who": author.who, "at": author.at}
    rows: list[dict[str, Any]] = [
        {**same, "subject": subject, "before": before, "after": after} for subject, before, after in edits
    ]
    if rows:
        connection.execute(AUDIT.insert(), rows)


def latest(connection: Connection, what: What) -> Mapping[str, Author]:
    """Return who edited each subject last, and when."""
    query = select(AUDIT.c.subject, AUDIT.c.who, AUDIT.c.at).where(AUDIT.c.what == what).order_by(AUDIT.c.row)
    return {subject: Author(who, at) for subject, who, at in connection.execute(query)}


def edits(
    connection: Connection, limit: int, before: int | None = None, what: What | None = None
) -> tuple[EditRecord, ...]:
    """Return the newest edits of a kind, or of every kind, those with numbers below `before`."""
    query = select(AUDIT).order_by(AUDIT.c.row.desc()).limit(limit)
    query = query.where(AUDIT.c.row < before) if before is not None else query
    query = query.where(AUDIT.c.what == what) if what is not None else query
    return tuple(
        EditRecord(row.row, row.what, row.subject, row.before, row.after, Author(row.who, row.at))
        for row in connection.execute(query)
    )


def prune(connection: Connection, until: datetime) -> None:
    """Delete what is older than an instant."""
    connection.execute(AUDIT.delete().where(AUDIT.c.at < until))
