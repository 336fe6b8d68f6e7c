"""The last 24 hours of a room in one line: quarter-hour slots, each in its worst verdict, in few rectangles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from weakref import WeakKeyDictionary

from huonevahti_fleet.domain.rooms import RoomState, Span, Verdict
from huonevahti_fleet.store import Store

SLOTS = 96
SLOT = timedelta(minutes=15)
WORST_FIRST = (Verdict.UNFIT, Verdict.NO_DATA, Verdict.DEGRADED, Verdict.ONBOARDING, Verdict.FIT)
_RANK: Mapping[str, int] = {verdict: rank for rank, verdict in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring slots of one verdict: the first slot, how many, which."""

    first: int
    count: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A room's last 24 hours, and since when it is known if that is only their last third."""

    runs: tuple[Run, ...] = ()
    known_since_at: datetime | None = None


UNKNOWN = Strip()
"""Of a room that nothing is known of."""
_kept: WeakKeyDictionary[Store, dict[str, tuple[object, Strip]]] = WeakKeyDictionary()


def first_slot_at(now: datetime) -> datetime:
    """Return where a strip drawn now begins: 24 hours back, on a quarter of an hour, so that it seldom moves."""
    quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    return quarter + SLOT - SLOTS * SLOT


def strip(spans: Sequence[Span], now: datetime) -> Strip:
    """Return a room's strip; a slot that nothing is known of is in no run."""
    start_at = first_slot_at(now)
    since_at = min((span.start_at for span in spans), default=start_at)
    is_late = since_at - start_at > SLOTS * SLOT * 2 / 3
    return Strip(tuple(_runs(_slots(spans, now))), since_at if is_late else None)


def _slots(spans: Iterable[Span], now: datetime) -> list[str | None]:
    start_at = first_slot_at(now)
    slots: list[str | None] = [None] * SLOTS
    for span in sorted(spans, key=lambda span: _RANK.get(span.state, 0), reverse=True):
        first = max(0, int((span.start_at - start_at) / SLOT))
        last = min(SLOTS - 1, int((min(span.end_at, now) - start_at) / SLOT))
        slots[first : last + 1] = [span.state] * (last + 1 - first)
    return slots


def _runs(slots: list[str | None]) -> Iterable[Run]:
    at = 0
    for verdict, group in groupby(slots):
        count = len(list(group))
        if verdict is not None:
            yield Run(at, count, verdict)
        at += count


def strips_of(spans: Mapping[str, Sequence[Span]], now: datetime) -> dict[str, Strip]:
    """Return the strip of each room."""
    return {slug: strip(lane, now) for slug, lane in spans.items()}


def read(store: Store, states: Sequence[RoomState], now: datetime) -> dict[str, Strip]:
    """Return the strip of each of these rooms; within a quarter it is read anew only when the verdict has turned."""
    kept, quarter = _kept.setdefault(store, {}), first_slot_at(now)
    keys = {state.room.slug: (quarter, state.since, state.verdict) for state in states}
    unread = [slug for slug, key in keys.items() if slug not in kept or kept[slug][0] != key]
    if unread:
        found = strips_of(store.strips(unread, quarter, now), now)
        kept.update({slug: (keys[slug], found.get(slug, UNKNOWN)) for slug in unread})
    return {slug: kept[slug][1] for slug in keys}
