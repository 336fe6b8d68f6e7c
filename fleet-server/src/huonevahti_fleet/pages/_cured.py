"""What the daily restart cures: the mean of a number in the hour before last night's restarts and in the hour after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from huonevahti_fleet.domain import promises
from huonevahti_fleet.domain.nightly import Outcome
from huonevahti_fleet.domain.promises import BESIDE, CURES, Cured
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store

ROOMS = 200
"""Rooms that are looked at: of a larger fleet a part shows the same."""
_kept: WeakKeyDictionary[Store, tuple[object, tuple[Cured, ...]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Cure:
    """One number in words."""

    name: str
    before: str
    after: str
    rooms: str


def cured(store: Store, today: date, reader: Reader) -> tuple[Cure, ...]:
    """Return what last night's restarts did to each number of which anything is known; reckoned once an hour."""
    key, known = (today, reader.now.replace(minute=0, second=0, microsecond=0)), _kept.get(store)
    if known is None or known[0] != key:
        known = _kept[store] = key, _reckoned(store, today)
    return tuple(_told(found, reader) for found in known[1])


def _reckoned(store: Store, today: date) -> tuple[Cured, ...]:
    ended = (Outcome.DONE, Outcome.LATE)
    nights = [
        n for n in store.nights(today) if n.day == today and n.outcome in ended and n.ordered_at and n.back_at
    ]
    nights = nights[:ROOMS]
    orders = [night.ordered_at for night in nights if night.ordered_at]
    if not orders:
        return ()
    span = min(orders) - BESIDE, max(night.back_at for night in nights if night.back_at) + BESIDE
    rooms = [night.room for night in nights]
    found = (promises.cured(name, nights, store.openings.samples(name, rooms, span)) for name in CURES)
    return tuple(each for each in found if each is not None)


def _told(found: Cured, reader: Reader) -> Cure:
    before, after = (_amount(value, CURES[found.name], reader) for value in (found.before, found.after))
    return Cure(reader.signal(found.name), before, after, reader.number(found.restarts))


def _amount(value: float, unit: str, reader: Reader) -> str:
    return reader.amount(value, unit) if unit in ("ratio", "seconds") else reader.number(value, 1)
