"""What rules share: how long a fault is watched, since when it stands, what happened, what was checked and is good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huonevahti_fleet.domain.faults import Evidence, Value
from huonevahti_fleet.domain.history import History
from huonevahti_wire.messages import BootCause, Booted, HotPlug
from huonevahti_wire.signals import FAMILIES, Signal, State, family_of

ALL_SIGNALS = tuple(sorted({family.name.split(".")[0] + ".*" for family in FAMILIES}))
"""Patterns for every signal a terminal sends: none of them can be believed once it is silent."""
NEARER_MOST_DB = 20.0
"""A microphone ten times nearer to the speakers hears them so much louder; more than that is no move."""


def watching(history: History, slug: str, default_seconds: float) -> float:
    """Return how long a fault is watched before it opens, in seconds; `*` in the profile stands for every fault."""
    chosen = history.profile.watching_seconds
    return chosen.get(slug, chosen.get("*", default_seconds))


def since(history: History, *names: str) -> datetime:
    """Return when the first of these signals turned; never later than now, whatever a terminal's clock says."""
    instants = [signal.since for name in names if (signal := history.signal(name))]
    return min([*instants, history.now])


def reason(history: History, name: str) -> str:
    """Return why a signal failed, nothing when it did not."""
    signal = history.signal(name)
    return signal.reason if signal and signal.state is State.FAILED else ""


def is_off(history: History, name: str) -> bool:
    """Return whether a signal is at a warning or failed."""
    return history.state(name) in (State.WARNING, State.FAILED)


def is_outdated(history: History, name: str, *causes: str) -> bool:
    """Return whether a cause of what a test found has gone since: only the next night's test will tell again."""
    signal = history.signal(name)
    return signal is not None and any(
        change.name in causes and change.was in (State.WARNING, State.FAILED) and change.at >= signal.since
        for change in history.changes
    )


def number(history: History, name: str) -> float:
    """Return a signal's number with one decimal, 0 when it has none."""
    signal = history.signal(name)
    is_number = signal is not None and isinstance(signal.value, float | int)
    return round(float(signal.value), 1) if signal and is_number and signal.value is not None else 0.0


def off_reason(history: History, name: str) -> str:
    """Return why a signal is at a warning or failed, nothing when it is neither."""
    signal = history.signal(name)
    return signal.reason if signal and signal.state in (State.WARNING, State.FAILED) else ""


def spoilt_loop(history: History) -> tuple[str, ...]:
    """Return the loop's signal where its tones come back distorted: a microphone with a fault of its own does that."""
    return ("sound.loop",) if off_reason(history, "sound.loop") == "distorted" else ()


def percent(history: History, name: str) -> int:
    """Return a ratio signal's value in whole percent, 0 when it has none."""
    signal = history.signal(name)
    return round(100 * signal.value) if signal and isinstance(signal.value, float | int) else 0


def good(history: History, *names: str) -> tuple[Evidence, ...]:
    """Return one observation for each of these signals that was checked and is ok, with its number if it has one."""
    signals = (history.signal(name) for name in names)
    checked = ((s.name, _number(s)) for s in signals if s and s.state is State.OK)
    return tuple(Evidence(f"good.{name}", values) for name, values in checked if values is not None)


def _number(signal: Signal) -> dict[str, Value] | None:
    """Return the number that the text names; None when one was expected and is not there."""
    family = family_of(signal.name)
    if family is None or not family.unit:
        return {}
    if isinstance(signal.value, bool) or not isinstance(signal.value, float | int):
        return None
    if family.unit == "ratio":
        return {"percent": round(100 * signal.value)}
    if family.unit == "seconds" and signal.name.startswith("network."):
        return {"milliseconds": round(1000 * signal.value)}
    return {"number": round(signal.value, 1)}


def boots(history: History) -> Iterator[tuple[datetime, Booted]]:
    """Yield the boots of the last 24 hours, newest first."""
    return ((event.at, event.body) for event in history.events if isinstance(event.body, Booted))


def power_cuts(history: History) -> tuple[Evidence, ...]:
    """Return one observation for each boot after a power cut, newest first."""
    return tuple(
        Evidence("boot.power_cut", {"at": at}) for at, b in boots(history) if b.cause is BootCause.POWER_CUT
    )


def removals(history: History, *roles: str) -> tuple[Evidence, ...]:
    """Return the latest instant at which a device of these roles was pulled out, as an observation."""
    pulled = (
        event.at
        for event in history.events
        if isinstance(event.body, HotPlug) and event.body.action == "removed" and event.body.role in roles
    )
    at = next(pulled, None)
    return (Evidence("removed", {"at": at}),) if at else ()


def is_gain_raised(history: History) -> bool:
    """Return whether the tones come back louder because everything does, or by more than any move would make them."""
    is_louder = off_reason(history, "sound.loop") == "louder"
    is_all_louder = off_reason(history, "microphone.level") == "too_high"
    return is_louder and (is_all_louder or number(history, "sound.loop") > NEARER_MOST_DB)


def is_any_off(history: History, *names: str) -> bool:
    """Return whether one of these signals is at a warning or failed."""
    return any(is_off(history, name) for name in names)
