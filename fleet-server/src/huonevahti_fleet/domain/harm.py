"""What a fault does to customers: opening hours and bookings decide, not the device."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from huonevahti_fleet.domain.faults import Confidence, Fault, Harm
from huonevahti_fleet.domain.history import History

_HARMS = tuple(Harm)
_CONFIDENCES = tuple(Confidence)


def with_harm(fault: Fault, history: History) -> Fault:
    """Return the fault with its harm: one that unfits closes the room now, or at its next opening or booking."""
    if not fault.unfits:
        return fault
    return replace(fault, harm=Harm.CLOSED_NOW if history.is_awaited else Harm.CLOSED_AT_OPENING)


def worst_first(fault: Fault) -> tuple[int, int, datetime]:
    """Return the key that sorts faults: by harm, then by how sure we are, then the older first."""
    return _HARMS.index(fault.harm), _CONFIDENCES.index(fault.confidence), fault.since
