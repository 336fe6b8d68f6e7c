"""What the daily restart cures: the mean of a number in the hour before last night's restarts and in the hour after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from weakref import WeakKeyDictionary

from huonevahti_fleet.domain.nightly import NightRecord, Outcome
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store

CURED = {"machine.memory": "ratio", "kiosk.errors": "per_hour", "usb.disconnects": "per_day"}
"""What a restart is there for, each with its unit."""
ROOMS = 200
"""Rooms that are looked at: of a larger fleet a part shows the same."""
HOUR = timedelta(hours=1)
_kept: WeakKeyDictionary[Store, tuple[object, tuple[tuple[str, Pair], ...]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Pair:
    """The mean before and after, over so many rooms."""

    before: float
    after: float
    rooms: int


@dataclass(frozen=True, slots=True)
class Cure:
    """One number in words."""

    name: str
    before: str
    after: str
    rooms: str


def pair(nights: Sequence[NightRecord], samples: Mapping[str, Sequence[tuple[datetime, float]]]) -> Pair | None:
    """Return the mean of the rooms' means before and after their restarts; None where no room has both."""
    pairs = []
    for night in nights:
        if night.ordered_at is None or night.back_at is None:
            continue
        known = samples.get(night.room, ())
        before = [value for at, value in known if night.ordered_at - HOUR <= at < night.ordered_at]
        after = [value for at, value in known if night.back_at <= at < night.back_at + HOUR]
        if before and after:
            pairs.append((fmean(before), fmean(after)))
    if not pairs:
        return None
    return Pair(fmean(b for b, _ in pairs), fmean(a for _, a in pairs), len(pairs))


def cured(store: Store, today: date, reader: Reader) -> tuple[Cure, ...]:
    """Return what last night's restarts did to each number of which anything is known; reckoned once an hour."""
    key, known = (today, reader.now.replace(minute=0, second=0, microsecond=0)), _kept.get(store)
    if known is None or known[0] != key:
        known = _kept[store] = key, _reckoned(store, today)
    return tuple(_told(name, found, reader) for name, found in known[1])


def _reckoned(store: Store, today: date) -> tuple[tuple[str, Pair], ...]:
    ended = (Outcome.DONE, Outcome.LATE)
    nights = [n for n in store.nights(today) if n.day == today and n.outcome in ended and n.ordered_at and n.back_at]
    nights = nights[:ROOMS]
    orders = [night.ordered_at for night in nights if night.ordered_at]
    if not orders:
        return ()
    span = min(orders) - HOUR, max(night.back_at for night in nights if night.back_at) + HOUR
    rooms = [night.room for night in nights]
    found = ((name, pair(nights, store.openings.samples(name, rooms, span))) for name in CURED)
    return tuple((name, each) for name, each in found if each is not None)


def _told(name: str, found: Pair, reader: Reader) -> Cure:
    before, after = (_amount(value, CURED[name], reader) for value in (found.before, found.after))
    return Cure(reader.signal(name), before, after, reader.number(found.rooms))


def _amount(value: float, unit: str, reader: Reader) -> str:
    return reader.amount(value, "ratio") if unit == "ratio" else reader.number(value, 1)
