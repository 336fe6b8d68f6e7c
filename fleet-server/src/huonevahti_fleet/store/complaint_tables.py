"""The tables of complaints, cards and checks; no class of this file leaves the room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from huonevahti_fleet.store.tables import _at, _row_number, _text


class ComplaintRow(SQLModel, table=True):
    """A complaint with what the record said to it; `fault` is empty unless a fault was the answer."""

    __tablename__ = "complaint"
    __table_args__ = (Index("complaint_made_at", "made_at"),)
    number: int | None = _row_number()
    room: str
    symptom: str
    at: datetime = _at()
    made_at: datetime = _at()
    source: str
    outcome: str
    owner: str
    answer: str = _text()
    fault: str = _text()
    replied: bool = Field(default=False, index=True)


class ComplaintReplyRow(SQLModel, table=True):
    """What the owner answered to a complaint."""

    __tablename__ = "complaint_reply"
    row: int | None = _row_number()
    complaint: int = Field(index=True)
    at: datetime = _at()
    kind: str
    reason: str


class CardRow(SQLModel, table=True):
    """A link to a room's card."""

    __tablename__ = "card"
    card: str = Field(primary_key=True)
    token: str = Field(unique=True)
    room: str = Field(index=True)
    form: str
    made_at: datetime = _at()
    revoked_at: datetime | None = _at(nullable=True)


class CardPressRow(SQLModel, table=True):
    """A button that was pressed on a card."""

    __tablename__ = "card_press"
    __table_args__ = (Index("card_press_room_at", "room", "at"),)
    row: int | None = _row_number()
    at: datetime = _at()
    card: str
    room: str
    kind: str
    result: str
    incident: int | None = None
    job: str


class CheckRow(SQLModel, table=True):
    """What a specialist's browser found, under the digest of a code, for an hour."""

    __tablename__ = "check_result"
    digest: str = Field(primary_key=True)
    made_at: datetime = _at()
    expires_at: datetime = _at()
    body: str = _text()
