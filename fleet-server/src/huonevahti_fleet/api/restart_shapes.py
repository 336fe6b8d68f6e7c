"""What the API takes and answers of restarts, openings and bookings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from huonevahti_fleet.api.shapes import JobItem
from huonevahti_fleet.domain.nightly import Outcome
from huonevahti_fleet.flows.order_restart import When, Without
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.signals import Code

LayerName = Literal["all", "site", "room"]
Who = Annotated[str, Meta(min_length=1, max_length=80)]


class NightItem(Struct, frozen=True):
    """One room's restart of one local day; `reasons` are codes, `until` is when a deferred one is tried again."""

    room: str
    day: date
    outcome: Outcome
    reasons: tuple[str, ...]
    due_at: datetime | None
    latest_at: datetime | None
    ordered_at: datetime | None
    back_at: datetime | None
    until: datetime | None


class ReadinessItem(Struct, frozen=True):
    """The last word on whether a room was ready for an opening; `untested` names what could not be looked at."""

    room: str
    opens_at: datetime
    judged_at: datetime
    is_ready: bool
    reasons: tuple[str, ...]
    untested: tuple[str, ...]


class DueItem(Struct, frozen=True):
    """A restart that comes: it begins at `due_at` unless held, and at `latest_at` at the latest."""

    day: date
    due_at: datetime
    latest_at: datetime


class RestartItem(Struct, frozen=True):
    """A room's daily restart; `won_by` names the layer that set each field, `tonight` is the newest night known."""

    room: str
    site: str
    schedule: Schedule
    won_by: dict[str, str]
    tonight: NightItem | None
    ahead: tuple[DueItem, ...]


class RestartOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """Restart rooms: `rooms`, those of a `site`, or `all`; `expected_count` is how many whoever orders saw.

    A site or all takes rooms in service that have a terminal. Sessions and other signs hold a restart in any case.
    """

    when: When
    expected_count: Annotated[int, Meta(ge=0)]
    rooms: Annotated[tuple[str, ...], Meta(max_length=10_000)] | None = None
    site: str | None = None
    all: bool = False
    reason: Code = "asked"


class NoJob(Struct, frozen=True):
    """Why a room got no job."""

    room: str
    reason: Without


class RestartsOrdered(Struct, frozen=True):
    """One job a room, and why some got none."""

    jobs: dict[str, JobItem]
    without: tuple[NoJob, ...]


class SetItem(Struct, frozen=True):
    """What one layer says; `who` and `set_at` are empty where the registry file said it."""

    layer: LayerName
    slug: str
    schedule: Schedule
    who: str
    set_at: datetime | None


class ScheduleList(Struct, frozen=True):
    """Every layer that says anything; `change` grows with every edit."""

    items: tuple[SetItem, ...]
    change: int


class EditItem(Struct, frozen=True, forbid_unknown_fields=True):
    """What a layer shall say; null takes a person's word back, so that the registry file's holds again."""

    layer: LayerName
    schedule: Schedule | None
    slug: str = ""


class EditOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """Edits to be done together; with `change` they are refused if anything was set since."""

    edits: Annotated[tuple[EditItem, ...], Meta(min_length=1, max_length=2_000)]
    who: Who
    change: int | None = None


class ConflictItem(Struct, frozen=True):
    """A day on which a restart could not be in time; local times of the site."""

    day: date
    reason: Literal["while_open", "after_latest_by"]
    due_at: str
    opens_at: str


class ChangeItem(Struct, frozen=True):
    """What edits change for one room; they are refused if `is_refused` is true for any."""

    room: str
    before: Schedule
    after: Schedule
    won_by: dict[str, str]
    due_before: datetime | None
    due_after: datetime | None
    conflicts: tuple[ConflictItem, ...]
    is_refused: bool


class ChangeList(Struct, frozen=True):
    """What edits change, room by room, and whether they were done."""

    items: tuple[ChangeItem, ...]
    is_done: bool


class BookingItem(Struct, frozen=True, forbid_unknown_fields=True):
    """When a room is booked: beginning and end, and nothing else."""

    starts_at: Annotated[datetime, Meta(tz=True)]
    ends_at: Annotated[datetime, Meta(tz=True)]


class BookingList(Struct, frozen=True, forbid_unknown_fields=True):
    """The bookings of a room that have not ended."""

    bookings: Annotated[tuple[BookingItem, ...], Meta(max_length=10_000)]


class ReleaseOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """A person's word that a loop of restarts is set right."""

    who: Who


class ReleaseItem(Struct, frozen=True):
    """When a person last set a room's restart loop right."""

    room: str
    at: datetime
    who: str


class KeptItem(Struct, frozen=True):
    """How many openings of a site in a month there were, and at how many of them the room was ready."""

    site: str
    month: date
    openings: int
    ready: int


class CuredItem(Struct, frozen=True):
    """The mean over rooms of a number in the hour before their restarts and in the hour after."""

    signal: str
    before: float
    after: float
    restarts: int


class PromiseAnswer(Struct, frozen=True):
    """The one number, 0 to 1 (null without an opening), what it is made of, and what else the restart is there for.

    `lost_minutes` are open minutes in which a room could not serve, by whose move it was.
    """

    share: float | None
    by_site: tuple[KeptItem, ...]
    lost_minutes: dict[str, float]
    cured: tuple[CuredItem, ...]
