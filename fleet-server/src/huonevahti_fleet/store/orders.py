"""Jobs and desired configs as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from huonevahti_fleet.domain.orders import DesiredConfig, Job
from huonevahti_fleet.store import tables
from huonevahti_wire.messages import ConfigReported, JobStatus

JOB, CONFIG, PRESENCE = (tables.table(t) for t in (tables.JobRow, tables.ConfigRow, tables.PresenceRow))
_REPORTED = msgspec.json.Decoder(ConfigReported)


def jobs(connection: Connection, states: Iterable[JobStatus], limit: int) -> tuple[Job, ...]:
    """Return jobs in these states, the newest first."""
    query = select(JOB).where(JOB.c.state.in_([s.value for s in states]))
    rows = connection.execute(query.order_by(JOB.c.created_at.desc(), JOB.c.job).limit(limit))
    return tuple(map(_job, rows))


def job(connection: Connection, job_id: str) -> Job | None:
    """Return a job by its id."""
    row = connection.execute(select(JOB).where(JOB.c.job == job_id)).one_or_none()
    return _job(row) if row else None


def add_job(connection: Connection, added: Job) -> None:
    """Save a new job."""
    add_jobs(connection, (added,))


def add_jobs(connection: Connection, added: Iterable[Job]) -> None:
    """Save new jobs."""
    rows = [{**{name: getattr(each, name) for name in each.__slots__}, "state": each.state.value} for each in added]
    if rows:
        connection.execute(JOB.insert(), rows)


def configs(connection: Connection) -> dict[str, DesiredConfig]:
    """Return the desired config of each terminal that has one, without its envelope."""
    columns = [column for column in CONFIG.columns if column.name != "envelope"]
    return {row.terminal: _config(row) for row in connection.execute(select(*columns))}


def envelope(connection: Connection, terminal: str) -> bytes | None:
    """Return the signed config of a terminal as it travels."""
    return connection.execute(select(CONFIG.c.envelope).where(CONFIG.c.terminal == terminal)).scalar()


def stream_of(connection: Connection, terminal: str) -> str:
    """Return the stream a terminal speaks in."""
    return connection.execute(select(PRESENCE.c.stream).where(PRESENCE.c.terminal == terminal)).scalar() or ""


def _job(row: Row[Any]) -> Job:
    return Job(**{**row._mapping, "state": JobStatus(row.state)})  # noqa: SLF001  SQLAlchemy's public name for it


def _config(row: Row[Any]) -> DesiredConfig:
    reported = _REPORTED.decode(row.reported) if row.reported else None
    return DesiredConfig(**{**row._mapping, "reported": reported, "envelope": b""})  # noqa: SLF001  SQLAlchemy's public name for it
