"""A complaint: what was seen or heard in a room and when, what the record answers, and what the owner replied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from huonevahti_fleet.domain.clear import Answer, Clearance, outcome
from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.symptoms import Symptom

SCHEMA = "fi.huonevahti.complaint.v1"
Source = Literal["page", "api"]
ReplyKind = Literal["accepted", "rejected", "explained"]
REPLIES: tuple[ReplyKind, ...] = ("accepted", "explained", "rejected")
ReplyReason = Literal["", "mended", "being_mended", "user_setting", "no_staff", "known_break", "not_ours", "not_found"]
REASONS: dict[ReplyKind, tuple[ReplyReason, ...]] = {
    "accepted": ("mended", "being_mended"),
    "explained": ("user_setting", "no_staff", "known_break"),
    "rejected": ("not_ours", "not_found"),
}
"""Why, in a word that can name nobody; the first one of each is meant when nothing is said."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the owner answered, and when."""

    at: datetime
    kind: ReplyKind
    reason: ReplyReason


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint; `answer` is what the record said when it was made and does not change, `fault` goes with it."""

    number: int
    room: str
    symptom: Symptom
    at: datetime
    made_at: datetime
    source: Source
    answer: Answer
    fault: Fault | None = None
    replies: tuple[Reply, ...] = ()

    @property
    def owner(self) -> Owner:
        """Whose move it is."""
        return self.fault.owner if self.fault else self.answer.owner

    @property
    def is_open(self) -> bool:
        """Whether the owner has not answered yet."""
        return not self.replies

    @property
    def is_cleared(self) -> bool:
        """Whether the record speaks for the room."""
        return isinstance(self.answer, Clearance)


def reply(kind: ReplyKind, reason: str, now: datetime) -> Reply | None:
    """Return the reply with its reason (an empty one: the first that fits), None when it is of another kind."""
    fitting = REASONS[kind]
    found = next((known for known in fitting if known == reason), None) if reason else fitting[0]
    return Reply(now, kind, found) if found else None


def document(complaint: Complaint) -> dict[str, Any]:
    """Return a complaint with its answer as plain values, for a file that another organisation reads."""
    fault = complaint.fault
    return {
        "schema": SCHEMA,
        "number": complaint.number,
        "room": complaint.room,
        "symptom": complaint.symptom.value,
        "at": complaint.at,
        "made_at": complaint.made_at,
        "outcome": outcome(type(complaint.answer)),
        "owner": complaint.owner.value,
        "fault": fault.slug if fault else None,
        "confidence": fault.confidence.value if fault else "suspected",
        "answer": msgspec.to_builtins(complaint.answer, builtin_types=(datetime,)),
        "replies": [{"at": r.at, "reply": r.kind, "reason": r.reason} for r in complaint.replies],
    }
