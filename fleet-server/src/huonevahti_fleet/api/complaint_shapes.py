"""What the API answers with about complaints and cards."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from huonevahti_fleet.domain.cards import Form, PressKind, Result
from huonevahti_fleet.domain.checks import CheckResult, Hint, Suspicion
from huonevahti_fleet.domain.clear import Clearance, FaultAnswer, Unclear
from huonevahti_fleet.domain.complaints import ReplyKind, ReplyReason, Source
from huonevahti_fleet.domain.faults import Confidence
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.symptoms import Symptom


class ComplaintOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """What was seen or heard in a room; `at` is now unless told, at most a week ago."""

    room: str
    symptom: Symptom
    at: datetime | None = None


class ReplyOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """What the owner answers; the reason must be one of that answer's, the first one is meant when it is empty."""

    reply: ReplyKind
    reason: ReplyReason = ""


class ReplyItem(Struct, frozen=True):
    """What the owner answered, and when."""

    at: datetime
    reply: ReplyKind
    reason: ReplyReason


class ComplaintItem(Struct, frozen=True, kw_only=True):
    """A complaint and what the record says: the fault of that time, a clearance, or that it cannot tell.

    `owner` is only suspected unless `confidence` says more; `title` is the answer in one sentence.
    """

    number: int
    room: str
    symptom: Symptom
    at: datetime
    made_at: datetime
    source: Source
    is_open: bool
    title: str
    question: str
    owner: Owner
    confidence: Confidence
    fault: str | None
    answer: FaultAnswer | Clearance | Unclear
    replies: tuple[ReplyItem, ...]


class CardOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """A card to be made, in place of the one of that form that the room had."""

    form: Form


class CardItem(Struct, frozen=True):
    """A card of a room; `path` is its link, and whoever has it can see and use the card."""

    card: str
    form: Form
    path: str
    made_at: datetime


class PressItem(Struct, frozen=True):
    """A button that was pressed on a card, and what came of it."""

    at: datetime
    kind: PressKind
    result: Result
    incident: int | None


class CardList(Struct, frozen=True):
    """The cards of a room that work, and what was pressed on them lately."""

    cards: tuple[CardItem, ...]
    presses: tuple[PressItem, ...]


class CheckItem(Struct, frozen=True):
    """What a specialist's own check found: what is suspected on that side, what is worth asking, and each outcome."""

    made_at: datetime
    expires_at: datetime
    suspected: tuple[Suspicion, ...]
    to_ask: tuple[Hint, ...]
    result: CheckResult
