"""The tables; no class of this file leaves the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text
from sqlmodel import Field, SQLModel

from huonevahti_fleet.store.columns import At


def _at(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(At, nullable=nullable))


def _big(*, nullable: bool = False) -> Any:
    return Field(default=0, sa_column=Column(BigInteger, nullable=nullable))


def _text() -> Any:
    return Field(default="", sa_column=Column(Text, nullable=False))


def _row_number() -> Any:
    whole = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up an INTEGER key only
    return Field(default=None, sa_column=Column(whole, primary_key=True))


class OrganisationRow(SQLModel, table=True):
    """Who runs sites."""

    __tablename__ = "organisation"
    slug: str = Field(primary_key=True)
    name: str = _text()


class SiteRow(SQLModel, table=True):
    """A place with rooms; `hours` and `closures` are what the registry file said, `{}` when nothing."""

    __tablename__ = "site"
    slug: str = Field(primary_key=True)
    organisation: str
    name: str = _text()
    time_zone: str
    hours: str = _text()


class RoomRow(SQLModel, table=True):
    """A room; `hours` overrule its site's when not empty."""

    __tablename__ = "room"
    slug: str = Field(primary_key=True)
    site: str
    name: str = _text()
    stage: str
    profile: str = _text()
    hours: str = _text()
    terminal: str | None = Field(default=None, unique=True)


class HeardRow(SQLModel, table=True):
    """The last proof of life of a terminal: the one row a heartbeat writes."""

    __tablename__ = "heard"
    terminal: str = Field(primary_key=True)
    connection: int = _big()
    sequence: int = _big()
    last_seen_at: datetime = _at()


class PresenceRow(SQLModel, table=True):
    """What a terminal said of its presence, and the stream it speaks in."""

    __tablename__ = "presence"
    terminal: str = Field(primary_key=True)
    stream: str
    connection: int = _big()
    said_goodbye: bool = False
    status: str
    since: datetime | None = _at(nullable=True)
    reason: str
    expected_back_by: datetime | None = _at(nullable=True)
    boot_id: str
    boot_cause: str
    booted_at: datetime | None = _at(nullable=True)


class StreamRow(SQLModel, table=True):
    """How far the events of one stream are committed without a gap."""

    __tablename__ = "stream"
    terminal: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    connection: int = _big()
    up_to: int = _big()
    beyond: str = _text()


class SignalRow(SQLModel, table=True):
    """A signal as it stands."""

    __tablename__ = "signal_now"
    terminal: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    body: str = _text()


class ChangeRow(SQLModel, table=True):
    """A signal that turned."""

    __tablename__ = "signal_change"
    __table_args__ = (Index("signal_change_room_at", "room", "at"),)
    row: int | None = _row_number()
    room: str
    name: str
    was: str | None = None
    state: str
    reason: str
    at: datetime = _at()


class SampleRow(SQLModel, table=True):
    """A number behind a signal, for sparklines."""

    __tablename__ = "number_sample"
    __table_args__ = (Index("number_sample_room_name_at", "room", "name", "at"),)
    row: int | None = _row_number()
    room: str
    name: str
    at: datetime = _at()
    value: float


class EventRow(SQLModel, table=True):
    """An event, once; `lost` counts the events a dropped range stands for."""

    __tablename__ = "event"
    __table_args__ = (Index("event_room_at", "room", "at"),)
    terminal: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    room: str
    at: datetime = _at()
    received_at: datetime = _at()
    body: str = _text()


class RoomNowRow(SQLModel, table=True):
    """How a room was last found."""

    __tablename__ = "room_now"
    room: str = Field(primary_key=True)
    verdict: str
    since: datetime = _at()
    in_session: bool | None = None
    is_open: bool = False
    opens_at: datetime | None = _at(nullable=True)
    closes_at: datetime | None = _at(nullable=True)


class VerdictChangeRow(SQLModel, table=True):
    """A room's verdict that turned."""

    __tablename__ = "verdict_change"
    __table_args__ = (Index("verdict_change_room_at", "room", "at"),)
    row: int | None = _row_number()
    room: str
    verdict: str
    at: datetime = _at()


class SessionRow(SQLModel, table=True):
    """That a session was going on, from when until when; never whose or with whom."""

    __tablename__ = "session_span"
    room: str = Field(primary_key=True)
    start_at: datetime = Field(sa_column=Column(At, primary_key=True, autoincrement=False))
    end_at: datetime | None = _at(nullable=True)


class IncidentRow(SQLModel, table=True):
    """An incident; while only watched it has no number."""

    __tablename__ = "incident"
    __table_args__ = (Index("incident_state_number", "state", "number"),)
    row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: str
    number: int | None = Field(default=None, unique=True)
    state: str
    owner: str
    fault: str = _text()
    room: str
    site: str
    rooms: str = _text()
    first_seen_at: datetime = _at()
    last_seen_at: datetime = _at()
    opened_at: datetime | None = _at(nullable=True)
    resolved_at: datetime | None = _at(nullable=True)
    closed_at: datetime | None = _at(nullable=True)
    reopened: int = 0
    mended_by: str = _text()


class IncidentRoomRow(SQLModel, table=True):
    """That an incident took a room in, now or before."""

    __tablename__ = "incident_room"
    room: str = Field(primary_key=True)
    incident: int = Field(primary_key=True)


class QuarantineRow(SQLModel, table=True):
    """A message that could not be read or believed, its beginning only."""

    __tablename__ = "quarantine"
    row: int | None = _row_number()
    at: datetime = _at()
    topic: str
    reason: str
    detail: str = _text()
    size_bytes: int
    beginning: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class JobRow(SQLModel, table=True):
    """An order for a terminal; `request` is the signed envelope as it travels."""

    __tablename__ = "job"
    __table_args__ = (Index("job_state", "state"),)
    job: str = Field(primary_key=True)
    terminal: str = Field(index=True)
    stream: str
    kind: str
    issuer: str
    reason: str
    request: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = _at()
    expires_at: datetime = _at()
    state: str
    state_at: datetime = _at()
    state_reason: str
    until: datetime | None = _at(nullable=True)


class ConfigRow(SQLModel, table=True):
    """What a terminal shall be like, and what it said it is; `envelope` is the signed document as it travels."""

    __tablename__ = "config"
    terminal: str = Field(primary_key=True)
    version: int
    content: str
    envelope: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    issued_at: datetime = _at()
    reported: str = _text()
    reported_at: datetime | None = _at(nullable=True)


class CounterRow(SQLModel, table=True):
    """A number that only grows: changes seen by pages, changes of the registry, events lost, events doubled."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    value: int = _big()


def table(model: type[SQLModel]) -> Table:
    """Return the table behind a class."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]  # SQLModel adds it and publishes no type


METADATA = SQLModel.metadata
"""Every table above."""
