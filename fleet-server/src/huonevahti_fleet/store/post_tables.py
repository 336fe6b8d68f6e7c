"""The tables of routes, notices, messages, hand-overs and ratings; no class of this file leaves the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from huonevahti_fleet.store.columns import At
from huonevahti_fleet.store.tables import _at, _row_number, _text


def _blob() -> Any:
    return Field(default=b"", sa_column=Column(LargeBinary, nullable=False))


class RouteRow(SQLModel, table=True):
    """Who answers for an owner; an empty site or organisation means any."""

    __tablename__ = "route"
    owner: str = Field(primary_key=True)
    site: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    body: str = _text()


class AuditRow(SQLModel, table=True):
    """An edit by a person or a program: its subject within what is edited, and its text before and after."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_what_subject", "what", "subject"),)
    row: int | None = _row_number()
    at: datetime = _at()
    who: str
    what: str
    subject: str
    before: str = _text()
    after: str = _text()


class NoticeRow(SQLModel, table=True):
    """A turn in an incident's life that others are told of; `routed_at` says since when messages carry it."""

    __tablename__ = "notice"
    __table_args__ = (Index("notice_routed_at", "routed_at"), Index("notice_at", "at"))
    row: int | None = _row_number()
    kind: str
    at: datetime = _at()
    incident: int
    fault: str = _text()
    room: str
    site: str
    rooms: str = _text()
    former_owner: str
    routed_at: datetime | None = _at(nullable=True)


class MessageRow(SQLModel, table=True):
    """A message to a route; what it says is fixed when it stops gathering."""

    __tablename__ = "message"
    __table_args__ = (
        Index("message_state_due_at", "state", "due_at"),
        Index("message_created_at", "created_at"),
    )
    message: str = Field(primary_key=True)
    owner: str
    site: str
    organisation: str
    channel: str
    state: str
    is_test: bool = False
    created_at: datetime = _at()
    due_at: datetime = _at()
    claimed_until: datetime | None = _at(nullable=True)
    attempts: int = 0
    items: int = 0
    subject: str = _text()
    body: str = _text()
    events: bytes = _blob()
    trouble: str = _text()
    sent_at: datetime | None = _at(nullable=True)
    recipient: str = _text()


class MessageItemRow(SQLModel, table=True):
    """That a message carries a notice."""

    __tablename__ = "message_item"
    message: str = Field(primary_key=True)
    notice: int = Field(primary_key=True)


class PacketRow(SQLModel, table=True):
    """A signed packet handed out under a link."""

    __tablename__ = "packet"
    packet: str = Field(primary_key=True)
    token: str = Field(unique=True)
    incident: int = Field(index=True)
    owner: str
    handed_to: str
    made_at: datetime = _at()
    expires_at: datetime = _at()
    revoked_at: datetime | None = _at(nullable=True)
    document: bytes = _blob()


class DecisionRow(SQLModel, table=True):
    """An answer to a packet: added, never changed."""

    __tablename__ = "packet_decision"
    row: int | None = _row_number()
    packet: str = Field(index=True)
    at: datetime = _at()
    answer: str
    desk: str
    reason: str
    text: str = _text()


class RatingRow(SQLModel, table=True):
    """How a meeting worked, 1 to 5, with its hour."""

    __tablename__ = "rating"
    __table_args__ = (Index("rating_hour_at", "hour_at"),)
    row: int | None = _row_number()
    room: str
    organisation: str
    hour_at: datetime = _at()
    stars: int


class RatingKeyRow(SQLModel, table=True):
    """The digest of an idempotency key, two days long; it does not say to which rating it belonged."""

    __tablename__ = "rating_key"
    digest: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(At, nullable=False))
