"""What ails a room: every rule is asked, consequences are folded into their cause, the worst comes first."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from huonevahti_fleet.domain.faults import Fault, Harm, Rule
from huonevahti_fleet.domain.harm import with_harm, worst_first
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.mending import waits_seconds
from huonevahti_fleet.domain.owners import FAR_SIDE
from huonevahti_fleet.domain.rooms import Diagnosis, RuleFailed, Verdict
from huonevahti_wire.signals import State

_log = logging.getLogger(__name__)


def diagnose(history: History, rules: Iterable[Rule]) -> Diagnosis:
    """Return the verdict on a room, its faults worst first, their consequences, and what could not be seen.

    A room in onboarding keeps that verdict whatever is found; one never heard or silent is `no_data`;
    one that was heard and shows nothing wrong is fit, and `not_seen` says what that does not cover.
    """
    found, failures = _ask(history, rules)
    explained = {id(fault) for fault in found if causes_of(fault, found)}
    faults = sorted((_judged(f, history) for f in found if id(f) not in explained), key=worst_first)
    return Diagnosis(
        verdict=_verdict(history, faults),
        in_session=_in_session(history),
        faults=tuple(faults),
        explained=tuple(with_harm(f, history) for f in found if id(f) in explained),
        not_seen=tuple(s for s in history.signals.values() if s.state is State.NO_DATA),
        rule_failures=tuple(failures),
    )


def _judged(fault: Fault, history: History) -> Fault:
    """Return a fault with its harm, and watched for as long as the terminal may take to mend it."""
    harmful, waits = with_harm(fault, history), waits_seconds(fault, history)
    return replace(harmful, watching_seconds=harmful.watching_seconds + waits) if waits else harmful


def causes_of(fault: Fault, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the other faults that together explain all that this one rests on; none when a part stays open."""
    causes = [next((c for c in faults if _is_cause(c, fault, name)), None) for name in fault.rests_on]
    return tuple(c for c in causes if c is not None) if None not in causes else ()


def _is_cause(cause: Fault, fault: Fault, name: str) -> bool:
    """Whether another fault explains a signal, and is not itself a consequence of this one."""
    if cause.slug == fault.slug or not (explains(cause, name) or (fault.sums_up and name in cause.rests_on)):
        return False
    return not all(explains(fault, resting) for resting in cause.rests_on)


def explains(cause: Fault, name: str) -> bool:
    """Return whether a fault is the cause of a signal's trouble."""
    return any(name.startswith(e[:-1]) if e.endswith("*") else e == name for e in cause.explains)


def _ask(history: History, rules: Iterable[Rule]) -> tuple[list[Fault], list[RuleFailed]]:
    found: list[Fault] = []
    failures: list[RuleFailed] = []
    for rule in rules:
        try:
            fault = rule(history)
        except Exception as error:  # noqa: BLE001  one of the five seams: a broken rule must not silence the others
            slug = rule.__module__.rpartition(".")[2]
            _log.exception("rule %s failed on room %s", slug, history.room)
            failures.append(RuleFailed(slug, f"{type(error).__name__}: {error}"))
            continue
        if fault is not None:
            found.append(fault)
    return found, failures


def _verdict(history: History, faults: Sequence[Fault]) -> Verdict:
    if history.stage == "onboarding":
        return Verdict.ONBOARDING
    if history.presence.last_seen_at is None or history.is_silent():
        return Verdict.NO_DATA
    if any(fault.unfits for fault in faults):
        return Verdict.UNFIT
    return Verdict.DEGRADED if any(_degrades(fault) for fault in faults) else Verdict.FIT


def _degrades(fault: Fault) -> bool:
    """Whether a fault is one of the room; what is suspected on the specialist's side leaves the room fit."""
    return fault.harm is not Harm.COSMETIC and fault.owner not in FAR_SIDE


def _in_session(history: History) -> bool | None:
    signal = history.signal("session.live")
    if signal is None or signal.state is not State.OK or history.is_silent():
        return None
    return signal.value if isinstance(signal.value, bool) else None
