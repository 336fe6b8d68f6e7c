"""The promise kept: the share of openings at which a room was ready, by month, counted once a minute."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store
from huonevahti_fleet.store.openings import Met
from huonevahti_wire.plan.civil import MIDNIGHT, instant

MONTHS = 6
FRESH_SECONDS = 60.0
WORST = 20
"""Sites that are shown by name, the worst of this month first; the file has all."""
_kept: WeakKeyDictionary[Store, tuple[object, float, Promise]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Promise:
    """The months, oldest first, and each room's openings in each of them."""

    months: tuple[date, ...]
    by_room: Mapping[str, tuple[Met, ...]]

    def of(self, rooms: set[str] | None = None) -> tuple[Met, ...]:
        """Return the openings of all rooms, or of these, by month."""
        slugs = self.by_room.keys() if rooms is None else rooms & self.by_room.keys()
        chosen = [self.by_room[slug] for slug in slugs]
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


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of the table: a site's shares by month, empty where nothing was judged; which months fell short."""

    name: str
    shares: tuple[tuple[str, bool], ...]


def table(kept: Promise, every: Sequence[Ahead], reader: Reader) -> tuple[tuple[str, ...], tuple[Kept, ...]]:
    """Return the months' names, and the shares of all rooms and of the worst sites."""
    rooms: dict[str, set[str]] = {}
    for each in every:
        rooms.setdefault(each.room.site.slug, set()).add(each.room.slug)
    names = {each.room.site.slug: reader.name(each.room.site.name, each.room.site.slug) for each in every}
    sites = sorted(((kept.of(slugs), names[site]) for site, slugs in rooms.items()), key=_rank)
    rows = [Kept(reader.t("morning.all_sites"), _shares(kept.of(), reader))]
    rows += [Kept(name, _shares(met, reader)) for met, name in sites[:WORST] if met[-1].openings]
    return tuple(texts.month(reader.language, month) for month in kept.months), tuple(rows)


def _shares(met: Sequence[Met], reader: Reader) -> tuple[tuple[str, bool], ...]:
    return tuple((percent(m.share, reader) if m.share is not None else "", m.ready < m.openings) for m in met)


def _rank(site: tuple[Sequence[Met], str]) -> tuple[float, str]:
    share = site[0][-1].share
    return (2.0 if share is None else share, site[1].casefold())
