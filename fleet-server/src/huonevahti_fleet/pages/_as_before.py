"""What is reckoned of restarts stays as it was until a night, an opening, a schedule or the registry changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from huonevahti_fleet.store import Store

KEPT = 100
"""Results kept: some pages of rows in three languages."""
COUNTERS = ("nights", "schedules", "registry")
T = TypeVar("T")
_kept: WeakKeyDictionary[Store, OrderedDict[Hashable, object]] = WeakKeyDictionary()


def as_before(store: Store, key: Hashable, now: datetime, make: Callable[[], T]) -> T:
    """Return what `make` gave the last time for this key, made anew after some minutes or once anything changed."""
    known = _kept.setdefault(store, OrderedDict())
    since = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    whole = (key, since, *map(store.counter, COUNTERS))
    if whole not in known:
        known[whole] = make()
        while len(known) > KEPT:
            known.popitem(last=False)
    return cast("T", known[whole])
