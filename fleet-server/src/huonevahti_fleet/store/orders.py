"""Jobs and desired configs as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from huonevahti_fleet.domain.orders import DesiredConfig, Job
from huonevahti_fleet.store import tables
from huonevahti_wire.messages import ConfigReported, JobStatus

JOB, CONFIG = tables.table(tables.JobRow), tables.table(tables.ConfigRow)
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
    row = {name: getattr(added, name) for name in added.__slots__}
    connection.execute(JOB.insert(), [{**row, "state": added.state.value}])


def configs(connection: Connection, *, unsent_only: bool = False) -> dict[str, DesiredConfig]:
    """Return the desired config of each terminal that has one."""
    query = select(CONFIG).where(CONFIG.c.is_sent.is_(False)) if unsent_only else select(CONFIG)
    return {row.terminal: _config(row) for row in connection.execute(query)}


def mark_sent(connection: Connection, sent: Iterable[DesiredConfig]) -> None:
    """Note that these versions have been published."""
    for desired in sent:
        this = (CONFIG.c.terminal == desired.terminal) & (CONFIG.c.version == desired.version)
        connection.execute(update(CONFIG).where(this).values(is_sent=True))


def _job(row: Row[Any]) -> Job:
    return Job(**{**row._mapping, "state": JobStatus(row.state)})  # noqa: SLF001  SQLAlchemy's public name for it


def _config(row: Row[Any]) -> DesiredConfig:
    reported = _REPORTED.decode(row.reported) if row.reported else None
    return DesiredConfig(**{**row._mapping, "reported": reported})  # noqa: SLF001  SQLAlchemy's public name for it
