"""What a night's record becomes when a terminal tells of its restart, boots, judges itself, or says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from huonevahti_fleet.domain.nightly import (
    Booking,
    NightRecord,
    Outcome,
    Place,
    ReadinessRecord,
    Release,
    Scheduled,
    scheduled_at,
)
from huonevahti_wire.messages import BootCause, ReadinessJudged, RestartTold
from huonevahti_wire.plan.clock import RETURN
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.plan.nights import Night

NIGHTS_KNOWN = timedelta(days=5)
"""How far back a word that comes late still finds its night."""
NOBODY_TOLD, NOT_BACK, BACK_LATE, NOT_READY, LOOP = "nobody_told", "not_back", "back_late", "not_ready", "loop"
_CODES = 8


@dataclass(slots=True)
class Restarts:
    """What the ingest knows of restarts: what is set, and each room's last nights and openings."""

    number: int = -1
    layers: dict[Place, Schedule] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    bookings: dict[str, tuple[Booking, ...]] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    nights: dict[str, dict[date, NightRecord]] = field(default_factory=dict)
    readiness: dict[str, ReadinessRecord] = field(default_factory=dict)
    """The word on the latest opening of each room that was judged."""
    looked_at: datetime | None = None
    waiting: list[str] = field(default_factory=list)
    """Rooms still to be looked at in this round."""

    def ready_before(self, room: str) -> timedelta:
        """Return how long before its openings a room is judged, as shipped where nothing is known of it."""
        return (self.scheduled.get(room) or scheduled_at(room, "", {})).ready_before

    def keep(self, record: NightRecord) -> None:
        """Take a night's record in, and let go of those too old to change."""
        known = self.nights.setdefault(record.room, {})
        known[record.day] = record
        oldest = record.day - NIGHTS_KNOWN
        for day in [day for day in known if day < oldest]:
            del known[day]


def planned(known: NightRecord | None, room: str, night: Night) -> NightRecord:
    """Return the record of a night that lies ahead; what was heard of it already stays."""
    if known is not None and known.outcome is not Outcome.PLANNED:
        return known
    ahead = known or NightRecord(room, night.day, Outcome.PLANNED)
    return replace(ahead, due_at=night.due_at, latest_at=night.latest_at)


def told(known: NightRecord | None, room: str, word: RestartTold, at: datetime) -> NightRecord | None:
    """Return what a terminal's word makes of the night of its day; None when it is about no night.

    A remedy or a job restarts beside the plan, and a word that comes after the boot changes nothing.
    """
    if word.kind != "planned" or word.day is None:
        return None
    record = known or NightRecord(room, word.day, Outcome.PLANNED)
    record = replace(
        record, due_at=word.due_at or record.due_at, latest_at=word.latest_at or record.latest_at
    )
    if record.back_at is not None:
        return known
    if word.what == "ordered":
        return replace(record, outcome=Outcome.PLANNED, reasons=(), ordered_at=at, until=None)
    outcome = Outcome.SKIPPED if word.what == "skipped" else Outcome.DEFERRED
    if LOOP in word.reasons:
        outcome = Outcome.FAILED
    return replace(record, outcome=outcome, reasons=tuple(word.reasons), until=word.until)


def booted(record: NightRecord, booted_at: datetime, cause: BootCause, ready_by: datetime | None) -> NightRecord:
    """Return what a boot makes of a night: the first since it was due, by whatever cause, is its restart.

    `ready_by` is when the room is judged for the opening after it, None when none is known.
    """
    was_held = record.outcome is Outcome.SKIPPED and NOBODY_TOLD not in record.reasons
    if record.due_at is None or booted_at < record.due_at or record.back_at is not None or was_held:
        return record
    back = replace(record, back_at=booted_at, until=None)
    if record.outcome is Outcome.FAILED and LOOP in record.reasons:
        return back
    if record.ordered_at is not None and booted_at - record.ordered_at > RETURN:
        return replace(back, outcome=Outcome.FAILED, reasons=(NOT_BACK,))
    reasons = () if cause is BootCause.OURS else (cause.value,)
    if ready_by is not None and booted_at > ready_by:
        return replace(back, outcome=Outcome.LATE, reasons=(BACK_LATE, *reasons))
    return replace(back, outcome=Outcome.DONE, reasons=reasons)


def judged(record: NightRecord, readiness: ReadinessRecord) -> NightRecord:
    """Return what the readiness for the opening after it makes of a night that was done."""
    others = tuple(reason for reason in record.reasons if reason != NOT_READY)
    if record.outcome is Outcome.DONE and not readiness.is_ready:
        return replace(record, outcome=Outcome.LATE, reasons=(NOT_READY, *others)[:_CODES])
    if record.outcome is Outcome.LATE and readiness.is_ready and BACK_LATE not in others:
        return replace(record, outcome=Outcome.DONE, reasons=others)
    return record


def passed(record: NightRecord, now: datetime) -> NightRecord:
    """Return what the passing of time makes of a night of which nobody tells any more."""
    if record.back_at is not None or record.outcome not in (Outcome.PLANNED, Outcome.DEFERRED):
        return record
    if record.ordered_at is not None and record.outcome is Outcome.PLANNED:
        is_gone = now - record.ordered_at > RETURN
        return replace(record, outcome=Outcome.FAILED, reasons=(NOT_BACK,)) if is_gone else record
    if record.latest_at is None or now - record.latest_at <= RETURN:
        return record
    return replace(
        record, outcome=Outcome.SKIPPED, reasons=(*record.reasons[: _CODES - 1], NOBODY_TOLD), until=None
    )


def night_of(known: Iterable[NightRecord], at: datetime) -> NightRecord | None:
    """Return the night whose restart was due last at an instant, within a day; None when there was none."""
    due = [(r.due_at, r) for r in known if r.due_at is not None and r.due_at <= at < r.due_at + timedelta(days=1)]
    return max(due, key=lambda pair: pair[0])[1] if due else None


def readiness_of(room: str, word: ReadinessJudged, at: datetime) -> ReadinessRecord:
    """Return a terminal's word on an opening as it is kept."""
    return ReadinessRecord(room, word.opens_at, at, word.is_ready, tuple(word.reasons), tuple(word.untested))
