"""Customer minutes lost this month, by owner, counted once a minute."""

from __future__ import annotations

import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.lost import lost_minutes
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_fleet.pages._promise import FRESH_SECONDS
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store
from huonevahti_wire.plan.civil import MIDNIGHT, instant

MOST = 5_000
"""Incidents that are looked through, the newest first."""
_kept: WeakKeyDictionary[Store, tuple[object, float, dict[Owner, float]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Lost:
    """What one owner's faults cost; `width` is its share of the greatest, in per cent."""

    owner: str
    minutes: str
    width: float


def lost(store: Store, reader: Reader) -> tuple[Lost, ...]:
    """Return the minutes of this month by owner, the most first."""
    first = reader.local(reader.now).date().replace(day=1)
    key, monotonic, known = (first, reader.now.date()), time.monotonic(), _kept.get(store)
    if known is None or known[0] != key or monotonic - known[1] >= FRESH_SECONDS:
        since = instant(first, MIDNIGHT, ZoneInfo(reader.zone))
        states = (IncidentState.OPEN, IncidentState.RESOLVED, IncidentState.CLOSED)
        found = lost_minutes(store.incidents(states, MOST), store.openings.hours(since), (since, reader.now))
        known = _kept[store] = key, monotonic, found
    most = max(known[2].values(), default=1.0)
    ranked = sorted(known[2].items(), key=lambda pair: -pair[1])
    return tuple(
        Lost(reader.t(f"owner.{o}"), reader.number(round(m)), round(100 * m / most, 1)) for o, m in ranked if m >= 0.5
    )
