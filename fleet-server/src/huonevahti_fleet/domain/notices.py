"""Notices: what of an incident's life others are told, and the messages that carry it to a route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Incident, IncidentState
from huonevahti_fleet.domain.routes import Channel, Key

BACKOFF_SECONDS = (30, 120, 600, 1800, 3600, 7200, 14_400)
"""How long to wait after each failed try; after the last one the message is given up, and shown as failed."""


class NoticeKind(StrEnum):
    """What happened to an incident, as others are told of it."""

    OPENED = "opened"
    OWNER_CHANGED = "owner_changed"
    RESOLVED = "resolved"


class MessageState(StrEnum):
    """Where a message is: collecting notices, to be sent, sent, given up; or to be copied by a person, and copied."""

    GATHERING = "gathering"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    TO_COPY = "to_copy"
    PASSED_ON = "passed_on"


@dataclass(frozen=True, slots=True)
class Notice:
    """One turn in an incident's life, with the fault as it was then; `number` is the notice's own."""

    number: int
    kind: NoticeKind
    at: datetime
    incident: int
    fault: Fault
    room: str
    site: str
    rooms: tuple[str, ...]
    former_owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one route by one channel; `message` is its id, the same at every try."""

    message: str
    route: Key
    channel: Channel
    state: MessageState
    created_at: datetime
    due_at: datetime
    is_test: bool = False
    attempts: int = 0
    items: int = 0
    subject: str = ""
    body: str = ""
    events: bytes = b""
    trouble: str = ""
    sent_at: datetime | None = None
    recipient: str = ""


def kind_of(before: Incident | None, after: Incident) -> NoticeKind | None:
    """Return what others are told of a step in an incident's life, None when nothing."""
    was_open = before is not None and before.state is IncidentState.OPEN
    if after.state is IncidentState.OPEN:
        if not was_open:
            return NoticeKind.OPENED
        return NoticeKind.OWNER_CHANGED if before and before.owner is not after.owner else None
    return NoticeKind.RESOLVED if was_open else None


def retry_seconds(attempts: int) -> int | None:
    """Return how long to wait after so many failed tries, None when it is given up."""
    return BACKOFF_SECONDS[attempts - 1] if attempts <= len(BACKOFF_SECONDS) else None
