"""A batch becomes rows: a handful of statements, each run once for all its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from huonevahti_fleet.store import tables
from huonevahti_fleet.store.batch import Batch
from huonevahti_wire.messages import JobStatus

_TABLES: Mapping[str, Table] = tables.METADATA.tables
_REMOVED_BY = {
    "signal_now": ("terminal", "name"),
    "incident": ("row",),
    "incident_room": ("incident",),
    "night": ("room", "day"),
}
_ADDED = ("signal_change", "number_sample", "verdict_change", "quarantine", "notice")


@dataclass(frozen=True, slots=True)
class Kept:
    """How long things are kept: numbers for sparklines, what happened, and how many quarantined messages."""

    samples_days: int = 8
    history_days: int = 400
    quarantined: int = 1000


def save(connection: Connection, batch: Batch, kept: Kept) -> None:
    """Write all of a batch through one connection; the caller commits."""
    for name, rows in batch.removed.items():
        connection.execute(
            _removal(name), [{f"old_{key}": value for key, value in row.items()} for row in rows]
        )
    for name, keyed in batch.written.items():
        if keyed:
            connection.execute(upsert(name, connection.dialect.name), list(keyed.values()))
    for name in _ADDED:
        if new := batch.added.get(name):
            connection.execute(_TABLES[name].insert(), new)
    if "quarantine" in batch.added:
        _keep_newest_quarantined(connection, kept.quarantined)
    if states := batch.added.get("job_state"):
        connection.execute(
            _JOB_STATE, [{f"new_{key}": value for key, value in row.items()} for row in states]
        )
    if reported := batch.added.get("config_reported"):
        connection.execute(
            _CONFIG_REPORTED, [{f"new_{key}": value for key, value in row.items()} for row in reported]
        )
    add_to_counters(connection, batch.counters)


def add_to_counters(connection: Connection, counters: dict[str, int]) -> None:
    """Raise counters by as much as given."""
    rows = [{"name": name, "value": value} for name, value in sorted(counters.items()) if value]
    if rows:
        connection.execute(_counter_upsert(connection.dialect.name), rows)


def prune(connection: Connection, now: datetime, kept: Kept) -> None:
    """Delete what is older than it may become."""
    samples_until, until = now - timedelta(days=kept.samples_days), now - timedelta(days=kept.history_days)
    sample = _TABLES["number_sample"]
    connection.execute(sample.delete().where(sample.c.at < samples_until))
    for name in ("signal_change", "verdict_change", "event"):
        connection.execute(_TABLES[name].delete().where(_TABLES[name].c.at < until))
    connection.execute(_TABLES["session_span"].delete().where(_TABLES["session_span"].c.start_at < until))


def _keep_newest_quarantined(connection: Connection, kept: int) -> None:
    row = _TABLES["quarantine"].c.row
    newest = connection.execute(select(func.max(row))).scalar() or 0
    connection.execute(_TABLES["quarantine"].delete().where(row <= newest - kept))


def _insert(name: str, dialect: str) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(_TABLES[name])


@cache
def upsert(name: str, dialect: str) -> Any:
    """Return the statement that writes a row in place of the one of the same key; an event stays as it was."""
    table = _TABLES[name]
    keys = [column.name for column in table.primary_key.columns]
    insert = _insert(name, dialect)
    others = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in (*keys, "reported_at")}
    if name == "event" or not others:
        return insert_new(name, dialect)
    if name == "config":
        del others["reported"]
    return insert.on_conflict_do_update(index_elements=keys, set_=others)


@cache
def insert_new(name: str, dialect: str) -> Any:
    """Return the statement that adds a row unless there is one of its key."""
    keys = [column.name for column in _TABLES[name].primary_key.columns]
    return _insert(name, dialect).on_conflict_do_nothing(index_elements=keys)


@cache
def _counter_upsert(dialect: str) -> Any:
    insert = _insert("counter", dialect)
    value = _TABLES["counter"].c.value + insert.excluded.value
    return insert.on_conflict_do_update(index_elements=["name"], set_={"value": value})


@cache
def _removal(name: str) -> Any:
    keys = _REMOVED_BY[name]
    table = _TABLES[name]
    return delete(table).where(*(table.c[key] == bindparam(f"old_{key}") for key in keys))


_JOB = _TABLES["job"]
_IS_OPEN = and_(*(_JOB.c.state != status.value for status in JobStatus if status.is_final))
_JOB_STATE = (
    update(_JOB)
    .where(_JOB.c.job == bindparam("new_job"), _JOB.c.terminal == bindparam("new_terminal"), _IS_OPEN)
    .values({name: bindparam(f"new_{name}") for name in ("state", "state_at", "state_reason", "until")})
)
_CONFIG = _TABLES["config"]
_CONFIG_REPORTED = (
    update(_CONFIG)
    .where(_CONFIG.c.terminal == bindparam("new_terminal"))
    .values({name: bindparam(f"new_{name}") for name in ("reported", "reported_at")})
)
