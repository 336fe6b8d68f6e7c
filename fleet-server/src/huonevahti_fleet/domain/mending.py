"""What a terminal mends by itself, seen from the office: what mended a fault, and how long to wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.history import History
from huonevahti_wire.messages import RemedyTried
from huonevahti_wire.plan.guard import Verdict
from huonevahti_wire.plan.mending import TAKES_SECONDS, remedies_of
from huonevahti_wire.signals import State

_SECOND = timedelta(seconds=1)
"""Instants of signals are told in whole seconds."""


def mender(fault: Fault, history: History) -> str:
    """Return the remedy by which the terminal mended what the fault rests on, since it began; empty when none did.

    Both instants are the terminal's own, so that its clock need not be right.
    """
    return next((body.remedy for body in _tried(fault, history) if body.outcome == "done"), "")


def waits_seconds(fault: Fault, history: History) -> float:
    """Return how much longer a fault is watched because the terminal is mending it.

    It tries while its session guard says that the room is free, and what it tried in vain or may not try any more is
    waited for no longer.
    """
    guard = history.signal("session.guard")
    if guard is None or guard.state is not State.OK or guard.value != Verdict.FREE or history.is_silent():
        return 0.0
    if not any(remedies_of(name, history.profile.remedies_off) for name in fault.rests_on):
        return 0.0
    is_vain = any(body.outcome != "done" for body in _tried(fault, history))
    return 0.0 if is_vain else TAKES_SECONDS


def _tried(fault: Fault, history: History) -> Iterator[RemedyTried]:
    """What was tried on the signals of a fault since it began, newest first."""
    names = frozenset(fault.rests_on)
    for event in history.events:
        if event.at < fault.since - _SECOND:
            return
        if isinstance(event.body, RemedyTried) and names & set(event.body.treated):
            yield event.body
