"""The daily restart: may it begin now, if not why not, and when to ask again.

`decide` is the one function by which a terminal, and whoever simulates one, restarts. The rules it keeps are stated in
docs/reference/restarts.md. It takes values and the instant alone, so it decides the same with every network gone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_wire.plan import guard, nights
from huonevahti_wire.plan.boots import Boot, Intent
from huonevahti_wire.plan.civil import MIDNIGHT, instant, local_day
from huonevahti_wire.plan.clock import SLACK, Clock, doubt
from huonevahti_wire.plan.holds import Hold, Own, has_been, hold
from huonevahti_wire.plan.nights import Night
from huonevahti_wire.schedule import RestartPlan
from huonevahti_wire.signals import Code, Instant

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON_TIME, NOON, ONE_DAY = time(12), timedelta(hours=12), timedelta(days=1)
MARGIN_SECONDS = 3600.0
"""How long before an opening a remedy boot begins at the latest, where no plan says it."""


class Kind(StrEnum):
    """Wait for a time or a fact; restart now, by plan or as a remedy; deferred within the night; skipped with it."""

    WAIT = "wait"
    RESTART = "restart"
    REMEDY = "remedy"
    DEFERRED = "deferred"
    SKIPPED = "skipped"


class Decision(Struct, frozen=True, omit_defaults=True):
    """What is to be done, why not more, and when time alone will next change it (None: a person or a fact will).

    `night` is the one it is about: the current one when deferred, skipped or done, else the next.
    """

    kind: Kind
    reasons: tuple[Code, ...] = ()
    until: Instant | None = None
    night: Night | None = None


class Situation(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All that a decision rests on.

    `plan` and `time_zone` are as signed; `room` is what the session guard looks at, its open periods in order of time;
    `hours_until` is how far those are known. `boots` and `intents` are the newest of each, `boot_id` this boot's.
    `remedy` is why a boot is wanted beyond the daily one. `former` is what was decided last, so that a skipped night
    knows what held it. `released_at` is when a person last set a loop right.
    """

    plan: RestartPlan | None
    time_zone: str
    room: guard.Situation
    hours_until: Instant | None
    boot_id: str
    clock: Clock
    boots: tuple[Boot, ...] = ()
    intents: tuple[Intent, ...] = ()
    remedy: Code = ""
    former: Decision | None = None
    released_at: Instant | None = None


def decide(situation: Situation, now: datetime) -> Decision:
    """Return what is to be done now. The caller writes an `Intent` before it acts, and asks again at `until`."""
    now = now.astimezone(UTC)
    if reason := doubt(situation.clock, now):
        return Decision(Kind.WAIT, (reason,))
    periods = situation.room.open_periods
    if periods is None or situation.hours_until is None or now >= situation.hours_until:
        return Decision(Kind.WAIT, ("hours_unknown",))
    near = replace(situation, room=replace(situation.room, open_periods=nights.around(periods, now)))
    planned = _planned(near, now)
    if not situation.remedy or planned.kind not in (Kind.WAIT, Kind.SKIPPED):
        return planned
    return _remedy(near, planned, now) or _until_a_remedy(near, planned, now)


def intent_of(situation: Situation, decision: Decision, now: datetime) -> Intent:
    """Return what is to be written down before a decision to restart is carried out."""
    on = local_day(now, ZoneInfo(situation.time_zone))
    if decision.kind is Kind.REMEDY:
        return Intent("remedy", situation.boot_id, now, on)
    return Intent("planned", situation.boot_id, now, on, decision.night.day if decision.night else None)


def held_by(situation: Situation, now: datetime) -> Hold | None:
    """Return what holds any restart now, an ordered one too; None when nothing does."""
    own = Own(situation.boot_id, situation.boots, situation.intents, situation.released_at)
    return hold(situation.room, own, now)


def _planned(situation: Situation, now: datetime) -> Decision:
    if situation.plan is None:
        return Decision(Kind.WAIT, ("off",))
    zone = ZoneInfo(situation.time_zone)
    periods = situation.room.open_periods or ()
    night = nights.current(situation.plan, zone, periods, now)
    if night is not None and now < night.latest_at:
        return _within(situation, night, now)
    ahead = nights.following(situation.plan, zone, periods, now)
    until = ahead.due_at if ahead else None
    if night is not None and not _is_done(situation, night, now):
        return Decision(Kind.SKIPPED, _what_held(situation, night), until, night)
    return Decision(Kind.WAIT, (), until, ahead)


def _within(situation: Situation, night: Night, now: datetime) -> Decision:
    """Between the instant a restart is due and its latest."""
    assert situation.plan is not None  # noqa: S101  a night is a plan's
    zone = ZoneInfo(situation.time_zone)
    periods = situation.room.open_periods or ()
    if _is_done(situation, night, now):
        ahead = nights.following(situation.plan, zone, periods, now)
        return Decision(Kind.WAIT, ("done",), ahead.due_at if ahead else None, night)
    held = _not_before(situation, night, now, zone) or held_by(situation, now)
    if held is None:
        return Decision(Kind.RESTART, (), None, night)
    return Decision(Kind.DEFERRED, held.reasons, min(held.until or night.latest_at, night.latest_at), night)


def _not_before(situation: Situation, night: Night, now: datetime, zone: ZoneInfo) -> Hold | None:
    """What the calendar alone forbids: to restart while open, and twice on one local date."""
    if now < night.begins_at:
        return Hold(("open",), night.begins_at)
    today = local_day(now - SLACK, zone)
    days = {_last_date(intent, zone) for intent in _carried_out(situation, "planned")}
    if taken := days & {today, today + ONE_DAY}:
        return Hold(("once_a_day",), instant(max(taken) + ONE_DAY, MIDNIGHT, zone) + SLACK)
    return None


def _last_date(intent: Intent, zone: ZoneInfo) -> date:
    """Return the last local date that a restart may have been on: by either zone, by a clock that is a bit behind."""
    return max(intent.on, local_day(intent.at + SLACK, zone))


def _is_done(situation: Situation, night: Night, now: datetime) -> bool:
    """Whether the machine booted since the restart was due, for whatever cause, or was restarted for that day."""
    if any(boot.booted_at >= night.due_at and has_been(boot, now) for boot in situation.boots):
        return True
    return any(intent.day == night.day for intent in _carried_out(situation, "planned"))


def _carried_out(situation: Situation, kind: str) -> Iterator[Intent]:
    """The restarts that were ordered and came: an order whose boot still lasts has not."""
    return (i for i in situation.intents if i.kind == kind and i.boot_id != situation.boot_id)


def _what_held(situation: Situation, night: Night) -> tuple[Code, ...]:
    former = situation.former
    is_of_night = former is not None and former.night is not None and former.night.day == night.day
    if former is not None and is_of_night and former.kind in (Kind.DEFERRED, Kind.SKIPPED):
        return former.reasons
    return ("open",) if night.latest_at <= night.begins_at else ("nobody_asked",)


def has_closed(room: guard.Situation, now: datetime) -> bool:
    """Return whether a site is closed by any clock that counts as right: one that is believed may be ahead."""
    return guard.is_closed(room, now) and guard.is_closed(room, now - SLACK)


def _remedy(situation: Situation, planned: Decision, now: datetime) -> Decision | None:
    """A boot beyond the daily one: while closed, in time before the opening, once a night, not instead of the plan."""
    periods = situation.room.open_periods or ()
    opens_at = min((p.opens_at for p in periods if p.opens_at > now), default=None)
    if opens_at is None or not has_closed(situation.room, now):
        return None
    plan_due_at = planned.until
    if plan_due_at is not None and plan_due_at < opens_at:
        return None
    margin = situation.plan.latest_before_opening_seconds if situation.plan else MARGIN_SECONDS
    latest_at = nights.latest_before(opens_at, margin)
    zone = ZoneInfo(situation.time_zone)
    tonight = night_date(now, zone)
    used = any(night_date(i.at, zone) == tonight for i in _carried_out(situation, "remedy"))
    if used or now >= latest_at:
        return None
    night = Night(tonight, now, now, latest_at)
    held = held_by(situation, now)
    if held is None:
        return Decision(Kind.REMEDY, (situation.remedy,), None, night)
    return Decision(Kind.DEFERRED, held.reasons, min(held.until or latest_at, latest_at), night)


def _until_a_remedy(situation: Situation, planned: Decision, now: datetime) -> Decision:
    """Return what the plan says, to be asked again when a remedy boot may be: after a closing, or in another night."""
    zone = ZoneInfo(situation.time_zone)
    closed = [p.closes_at + SLACK for p in situation.room.open_periods or () if p.closes_at + SLACK > now]
    noon = instant(night_date(now, zone), NOON_TIME, zone)
    return replace(planned, until=min(at for at in (planned.until, noon, *closed) if at is not None))


def night_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the local date on which a night ends: it lasts from noon to noon."""
    return (at.astimezone(zone).replace(tzinfo=None) + NOON).date()
