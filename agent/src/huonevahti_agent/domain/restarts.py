"""What is said of restarts: when a decision is news, what holds one that a person ordered, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.short_lists import fitting
from huonevahti_wire.messages import RestartTold
from huonevahti_wire.plan import guard, nights, restart
from huonevahti_wire.plan.clock import SLACK
from huonevahti_wire.plan.holds import Hold, is_looping
from huonevahti_wire.plan.hours import next_opening
from huonevahti_wire.plan.restart import MARGIN_SECONDS, Decision, Kind, Situation
from huonevahti_wire.signals import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Literal

    from huonevahti_wire.plan.boots import Intent

MOST_REASONS, REASONS_CHARACTERS = 8, 240
_BAD = ("loop", "order_without_effect")
"""What holds until a person has looked."""
_DOUBTS = ("hours_unknown", "zone_unknown", "clock_behind", "clock_ahead", "clock_stepped", "clock_unconfirmed")
"""Why a terminal with a plan waits without knowing for how long."""


def told(decision: Decision, kind: Literal["planned", "remedy"]) -> RestartTold | None:
    """Return what there is to tell of a decision; None where nothing is due, or something is done."""
    if decision.kind not in (Kind.DEFERRED, Kind.SKIPPED):
        return None
    what: Literal["deferred", "skipped"] = "deferred" if decision.kind is Kind.DEFERRED else "skipped"
    night, reasons = decision.night, _short(decision.reasons)
    if night is None:
        return RestartTold(what, kind, reasons, until=decision.until)
    until = decision.until if what == "deferred" else None
    return RestartTold(what, kind, reasons, night.day, night.due_at, night.latest_at, until)


def ordered(intent: Intent, decision: Decision | None = None) -> RestartTold:
    """Return that a restart was ordered, with the night that a decision was about."""
    night = decision.night if decision is not None else None
    reasons = _short(decision.reasons) if decision is not None else ()
    if night is None:
        return RestartTold("ordered", intent.kind)
    return RestartTold("ordered", intent.kind, reasons, night.day, night.due_at, night.latest_at)


def is_news(decision: Decision, former: Decision | None) -> bool:
    """Return whether a decision on a night says something else than the one before it."""
    if former is None or former.night is None or decision.night is None:
        return True
    was = (former.kind, former.reasons, former.night.day)
    return was != (decision.kind, decision.reasons, decision.night.day)


def kind_of(situation: Situation, decision: Decision, now: datetime) -> Literal["planned", "remedy"]:
    """Return whether a decision is about the daily restart or about a remedy boot."""
    if not situation.remedy or decision.kind is Kind.SKIPPED:
        return "planned"
    without = restart.decide(replace(situation, remedy=""), now)
    return "planned" if without.kind is decision.kind else "remedy"


def job_hold(situation: Situation, when: str, now: datetime) -> Hold | None:
    """Return what holds a restart that a person ordered; in the window it may be while closed and in time alone."""
    periods = situation.room.open_periods
    if periods is not None:
        near = replace(situation.room, open_periods=nights.around(periods, now))
        situation = replace(situation, room=near)
    out = _outside_window(situation, now) if when == "in_the_window" else None
    return out or restart.held_by(situation, now)


def _outside_window(situation: Situation, now: datetime) -> Hold | None:
    periods = situation.room.open_periods
    if periods is None or situation.hours_until is None or now >= situation.hours_until:
        return Hold(("hours_unknown",), None)
    if not restart.has_closed(situation.room, now):
        return Hold(("open",), min(p.closes_at for p in periods if p.closes_at + SLACK > now) + SLACK)
    opens_at = next_opening(periods, now)
    margin = situation.plan.latest_before_opening_seconds if situation.plan else MARGIN_SECONDS
    if opens_at is not None and now >= nights.latest_before(opens_at, margin):
        return Hold(("before_opening",), min(p.closes_at for p in periods if p.closes_at > now))
    return None


def trouble(situation: Situation, decision: Decision, now: datetime) -> str:
    """Return the code of what keeps a terminal from restarting until something is done; empty when nothing does."""
    if is_looping(situation.boots, situation.released_at):
        return "loop"
    held = restart.held_by(replace(situation, room=guard.Situation()), now)
    if held is not None and held.reasons[0] in _BAD:
        return held.reasons[0]
    if situation.plan is not None and decision.kind is Kind.WAIT:
        return next((reason for reason in decision.reasons if reason in _DOUBTS), "")
    return ""


def judgement(plan_at: str | None, code: str) -> Judgement:
    """Return `boot.restart`: the local time of the daily restart, or what keeps it from happening."""
    state = State.FAILED if code in (*_BAD, "disk") else State.WARNING if code else State.OK
    return Judgement("boot.restart", state, plan_at or "off", reason=code)


def _short(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons that an event has room for."""
    return fitting(reasons, MOST_REASONS, REASONS_CHARACTERS)
