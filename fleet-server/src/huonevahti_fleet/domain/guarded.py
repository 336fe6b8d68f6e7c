"""Whether a room may be touched now, by its terminal's own guard: what the page and the API tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huonevahti_wire.plan.guard import Verdict
from huonevahti_wire.signals import Signal, State


@dataclass(frozen=True, slots=True)
class Guarded:
    """The verdict, since when it stands, and the codes of the signs it rests on, as `plan.guard` has them."""

    verdict: Verdict
    reasons: tuple[str, ...]
    since: datetime


def guarded(signals: Iterable[Signal]) -> Guarded | None:
    """Return what the guard says, None where it says nothing that can be read."""
    signal = next((found for found in signals if found.name == "session.guard"), None)
    if signal is None or signal.state is State.NO_DATA or signal.value not in set(Verdict):
        return None
    return Guarded(Verdict(str(signal.value)), (signal.reason,) if signal.reason else (), signal.since)
