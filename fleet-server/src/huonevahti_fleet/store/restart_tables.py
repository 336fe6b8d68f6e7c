"""The tables of restarts, nights, readiness and bookings; no class of this file leaves the room."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from huonevahti_fleet.store.columns import At
from huonevahti_fleet.store.tables import _at, _row_number, _text


class ScheduleRow(SQLModel, table=True):
    """What one layer says of the restart: by the registry file, or by a person, whose word rules."""

    __tablename__ = "restart_schedule"
    layer: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    origin: str = Field(primary_key=True)
    body: str = _text()
    who: str
    set_at: datetime = _at()


class ReleaseRow(SQLModel, table=True):
    """When a person last set a room's restart loop right."""

    __tablename__ = "restart_release"
    room: str = Field(primary_key=True)
    at: datetime = _at()
    who: str


class BookingRow(SQLModel, table=True):
    """That a room is booked, from when until when; never for whom or what."""

    __tablename__ = "booking"
    __table_args__ = (Index("booking_room", "room"), Index("booking_ends_at", "ends_at"))
    row: int | None = _row_number()
    room: str
    starts_at: datetime = _at()
    ends_at: datetime = _at()


class NightRow(SQLModel, table=True):
    """One room's restart of one local day, as far as it is known."""

    __tablename__ = "night"
    __table_args__ = (Index("night_day", "day"),)
    room: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    outcome: str
    reasons: str = _text()
    due_at: datetime | None = _at(nullable=True)
    latest_at: datetime | None = _at(nullable=True)
    ordered_at: datetime | None = _at(nullable=True)
    back_at: datetime | None = _at(nullable=True)
    until: datetime | None = _at(nullable=True)


class ReadinessRow(SQLModel, table=True):
    """The last word on whether a room was ready for one opening."""

    __tablename__ = "readiness"
    __table_args__ = (Index("readiness_opens_at", "opens_at"),)
    room: str = Field(primary_key=True)
    opens_at: datetime = Field(sa_column=Column(At, primary_key=True, autoincrement=False))
    judged_at: datetime = _at()
    is_ready: bool
    reasons: str = _text()
    untested: str = _text()
