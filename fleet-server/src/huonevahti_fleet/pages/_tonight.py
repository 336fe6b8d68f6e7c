"""What all rooms do tonight, reckoned once until a schedule, the registry or the night changes; and in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead, ahead, window
from huonevahti_fleet.domain.nightly import Outcome, by_place, scheduled
from huonevahti_fleet.domain.registry import CLOSED
from huonevahti_fleet.pages._reader import HOME_ZONE, Reader
from huonevahti_fleet.store import Store

_kept: WeakKeyDictionary[Store, tuple[object, tuple[Ahead, ...]]] = WeakKeyDictionary()


def read(store: Store, now: datetime) -> tuple[Ahead, ...]:
    """Return what each room in service does tonight, by slug."""
    day = window(now, ZoneInfo(HOME_ZONE)).day
    key = store.counter("schedules"), store.counter("registry"), day
    known = _kept.get(store)
    if known is None or known[0] != key:
        known = _kept[store] = key, _reckoned(store, now)
    return known[1]


def _reckoned(store: Store, now: datetime) -> tuple[Ahead, ...]:
    layers, hours = by_place(store.schedules()), store.openings.hours(now)
    rooms = [state.room for state in store.rooms()]
    return tuple(
        ahead(room, scheduled(room, layers), hours.get(room.slug, CLOSED), now)
        for room in rooms
        if room.stage == "in_service"
    )


def heading(every: Sequence[Ahead], reader: Reader) -> str:
    """Return tonight in one sentence: how many restart, when, and why the others do not."""
    going = [each for each in every if each.restarts]
    if not every:
        return reader.t("restarts.no_rooms")
    if not going:
        return reader.t("restarts.none_tonight", why=whys(every, reader))
    when = span_of(going, reader)
    if len(going) == len(every):
        return reader.t("restarts.all_tonight", n=len(going), when=when)
    held = len(every) - len(going)
    some = reader.t("restarts.some_tonight", n=len(going), total=len(every), when=when)
    return reader.t("restarts.and_not", n=held, some=some, why=whys(every, reader))


def span_of(going: Sequence[Ahead], reader: Reader) -> str:
    """Return from when till when these rooms begin, each by the clock on its own wall."""
    walls = sorted(
        (each.night.begins_at.astimezone(each.zone) for each in going if each.night),
        key=lambda at: at.replace(tzinfo=None),
    )
    first, last = (texts.clock(reader.language, at) for at in (walls[0], walls[-1]))
    return reader.t("restarts.at", at=first) if first == last else reader.t("restarts.span", a=first, b=last)


def whys(every: Sequence[Ahead], reader: Reader) -> str:
    """Return why rooms do not restart tonight, the most frequent reason first."""
    counts = Counter(each.why for each in every if each.why is not None)
    if len(counts) == 1:
        return reader.t(f"restarts.why.{next(iter(counts))}")
    told = [
        reader.t("restarts.why_count", n=n, why=reader.t(f"restarts.why.{w}")) for w, n in counts.most_common()
    ]
    return listed(told, reader)


def listed(told: Sequence[str], reader: Reader) -> str:
    """Return words as a list in a sentence: a, b and c."""
    if len(told) < 2:
        return "".join(told)
    return reader.t("restarts.and", first=", ".join(told[:-1]), last=told[-1])


def lead(counts: Mapping[Outcome, int], month: str, reader: Reader) -> str:
    """Return the line under the heading: what came of last night, and how many openings were met this month."""
    told = outcomes(counts, reader)
    last = reader.t("restarts.last_night", told=told) if told else reader.t("restarts.no_last_night")
    return f"{last} {month}".strip()


def outcomes(counts: Mapping[Outcome, int], reader: Reader) -> str:
    """Return what came of a night in all: 45 done, 1 late."""
    order = (Outcome.DONE, Outcome.LATE, Outcome.FAILED, Outcome.SKIPPED, Outcome.DEFERRED)
    told = [
        reader.t(f"restarts.count.{outcome}", n=counts[outcome]) for outcome in order if counts.get(outcome)
    ]
    return ", ".join(told)
