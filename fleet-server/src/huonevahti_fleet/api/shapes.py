"""What the API answers with: structs whose schemas make up its OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from huonevahti_fleet.domain.authors import What
from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import IncidentState, Verdict
from huonevahti_wire.messages import JobStatus
from huonevahti_wire.signals import State

T = TypeVar("T")
Value = str | float | int | bool


class Page(Struct, Generic[T], frozen=True):
    """One page of a list; `next` is the cursor of the following one, null on the last."""

    items: tuple[T, ...]
    next: str | None


class Brief(Struct, frozen=True):
    """An incident in short."""

    number: int
    fault: str
    title: str
    owner: Owner
    harm: Harm
    since: datetime


class RoomItem(Struct, frozen=True, kw_only=True):
    """A room as it stands; `in_session` is null when it cannot be told, `reason` and `owner` when nothing is wrong."""

    slug: str
    name: str
    site: str
    site_name: str
    stage: Literal["onboarding", "in_service", "in_window"]
    verdict: Verdict
    in_session: bool | None
    reason: str | None
    owner: Owner | None
    since: datetime
    last_seen_at: datetime | None
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    incidents: tuple[Brief, ...]


class SignalItem(Struct, frozen=True):
    """A signal as it stands."""

    name: str
    state: State
    since: datetime
    value: str | float | bool | None
    unit: str
    expected: str | float | bool | None
    reason: str


class EventItem(Struct, frozen=True):
    """Something that happened once; `values` are those of its kind."""

    at: datetime
    kind: str
    stream: str
    number: int
    values: dict[str, Value | None]


class GuardItem(Struct, frozen=True):
    """Whether the room may be touched now, since when, and the codes of the signs it rests on.

    The verdict is `free`, `busy`, `undecided` while a sign cannot be read, or `ask_person` when signs have expired.
    A code is the sign's source (`media`, `application`, `camera`, `microphone`, `page`, `touch`, `call_button`,
    `booking`), followed by `_in_use`, `_unreadable` or `_expired`.
    """

    verdict: Literal["free", "busy", "undecided", "ask_person"]
    reasons: tuple[str, ...]
    since: datetime


class RoomAnswer(RoomItem, frozen=True, kw_only=True):
    """A room in detail."""

    terminal: str | None
    presence: str
    guard: GuardItem | None
    signals: tuple[SignalItem, ...]
    recent_incidents: tuple[Brief, ...]
    events: tuple[EventItem, ...]


class SpanItem(Struct, frozen=True):
    """One stretch of a state."""

    state: str
    start_at: datetime
    end_at: datetime


class TimelineAnswer(Struct, frozen=True):
    """What happened in a room between two instants."""

    start_at: datetime
    end_at: datetime
    verdicts: tuple[SpanItem, ...]
    signals: dict[str, tuple[SpanItem, ...]]
    sessions: tuple[SpanItem, ...]
    events: tuple[EventItem, ...]
    incidents: tuple[Brief, ...]


class EvidenceItem(Struct, frozen=True):
    """One observation: its code, and its sentence."""

    code: str
    text: str


class IncidentItem(Struct, frozen=True):
    """An incident: what is wrong, whose move it is, and the evidence both ways."""

    number: int
    state: IncidentState
    fault: str
    title: str
    sentence: str
    owner: Owner
    confidence: Confidence
    harm: Harm
    scope: Literal["room", "site", "fleet"]
    site: str
    rooms: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    opened_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    reopened: int
    mended_by: str
    points_to: tuple[EvidenceItem, ...]
    speaks_against: tuple[EvidenceItem, ...]
    not_seen: tuple[EvidenceItem, ...]


class SiteItem(Struct, frozen=True):
    """A place with rooms."""

    slug: str
    name: str
    organisation: str
    time_zone: str
    rooms: tuple[str, ...]


class TerminalItem(Struct, frozen=True):
    """A terminal and its connection."""

    terminal: str
    room: str
    presence: str
    reason: str
    since: datetime | None
    expected_back_by: datetime | None
    last_seen_at: datetime | None
    boot_id: str
    profile: str


class QuarantinedItem(Struct, frozen=True):
    """A message that could not be read or believed."""

    at: datetime
    topic: str
    reason: str
    detail: str
    size_bytes: int


class ChangedItem(Struct, frozen=True):
    """An edit by a person or a program: what its subject said before and after, null where it said nothing."""

    number: int
    at: datetime
    who: str
    what: What
    subject: str
    before: Any
    after: Any


class JobItem(Struct, frozen=True):
    """An order for a terminal and where it stands."""

    job: str
    terminal: str
    kind: str
    issuer: str
    state: JobStatus
    state_at: datetime
    state_reason: str
    until: datetime | None
    created_at: datetime
    expires_at: datetime


class JobOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """An order: measure everything in a room at once and send all signals.

    `room_is_empty` is a person's word, given just now, that nobody is in the room: only then, or while the site is
    closed, are picture and sound tested.
    """

    room: str
    kind: Literal["measure_now"]
    room_is_empty: bool = False


class Problem(Struct, frozen=True, omit_defaults=True):
    """What went wrong, as RFC 9457 has it; `errors` say which value, where, and what was expected."""

    title: str
    status: int
    detail: str = ""
    instance: str = ""
    errors: tuple[dict[str, str], ...] = ()
    type: str = "about:blank"
