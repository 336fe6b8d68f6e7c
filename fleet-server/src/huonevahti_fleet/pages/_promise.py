"""The promise kept: the share of openings at which a room was ready, by month, counted once a minute."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store
from huonevahti_fleet.store.openings import Met
from huonevahti_wire.plan.civil import MIDNIGHT, instant

MONTHS = 6
FRESH_SECONDS = 60.0
_kept: WeakKeyDictionary[Store, tuple[object, float, Promise]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Promise:
    """The months, oldest first, and each room's openings in each of them."""

    months: tuple[date, ...]
    by_room: Mapping[str, tuple[Met, ...]]

    def of(self, rooms: set[str] | None = None) -> tuple[Met, ...]:
        """Return the openings of all rooms, or of these, by month."""
        chosen = [met for room, met in self.by_room.items() if rooms is None or room in rooms]
        return tuple(
            Met(sum(met[at].openings for met in chosen), sum(met[at].ready for met in chosen))
            for at in range(len(self.months))
        )


def months(today: date) -> tuple[date, ...]:
    """Return the first days of the last months, this one last."""
    counted = today.year * 12 + today.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(counted - MONTHS + 1, counted + 1))


def promise(store: Store, reader: Reader) -> Promise:
    """Return the promise kept over the last months, at most a minute old."""
    zone, shown = ZoneInfo(reader.zone), months(reader.local(reader.now).date())
    known, monotonic = _kept.get(store), time.monotonic()
    if known is not None and known[0] == (shown, reader.now.date()) and monotonic - known[1] < FRESH_SECONDS:
        return known[2]
    bounds: list[datetime] = [instant(month, MIDNIGHT, zone) for month in shown]
    counted = Promise(shown, store.openings.met([*bounds, max(reader.now, bounds[-1])]))
    _kept[store] = (shown, reader.now.date()), monotonic, counted
    return counted


def month_met(store: Store, reader: Reader) -> str:
    """Return this month's share of openings met as a sentence, empty when there was none."""
    share = promise(store, reader).of()[-1].share
    return "" if share is None else reader.t("restarts.month", share=percent(share, reader))


def percent(share: float, reader: Reader) -> str:
    """Return a share of openings with one decimal, rounded down so that 100 % means all of them."""
    return f"{reader.number(int(share * 1000) / 10, 0 if share in (0, 1) else 1)}\N{NO-BREAK SPACE}%"
