"""Numbers of the daily restart for Prometheus: what came of the last night, who is not ready, which promise is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.tonight import LOOP
from huonevahti_fleet.store import Store

NIGHT, MONTH = timedelta(days=1), timedelta(days=30)
JUDGED = timedelta(hours=4)
"""How long before an opening a room may be judged: the longest time that can be set."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number, or one for each set of labels."""

    name: str
    meaning: str
    labels: tuple[str, ...] = ()
    rows: dict[tuple[str, ...], float] = field(default_factory=dict)


def restart_gauges(store: Store, now: datetime) -> Iterator[Gauge]:
    """Yield what came of the newest night of each room in service, and what needs somebody.

    A room has a line of its own only while something is wrong with it.
    """
    rooms = {state.room.slug: state for state in store.rooms() if state.room.stage == "in_service"}
    nights = newest_nights(store.nights((now - 2 * NIGHT).date()), now)
    known = [night for slug, night in nights.items() if slug in rooms]
    yield _outcomes(known)
    yield _by_room(
        "huonevahti_restart_missed", "1 while a room's newest night ended without its restart.", known, is_missed
    )
    yield _by_room("huonevahti_restart_loop", "1 while a room's restarts are stopped as a loop.", known, is_loop)
    not_ready = unready(store.readiness(now - NIGHT), rooms, now)
    meaning = "1 while a room is not ready for an opening."
    yield Gauge("huonevahti_room_not_ready", meaning, ("room",), {(each.room,): 1.0 for each in not_ready})
    meaning = "1 while a terminal that is heard does not follow its newest config, the restart's schedule with it."
    yield Gauge("huonevahti_config_unapplied", meaning, ("room",), {(slug,): 1.0 for slug in _unapplied(store, rooms)})
    meaning = "Share of the openings of 30 days at which the room was ready."
    yield Gauge("huonevahti_openings_met_ratio", meaning, (), _kept(store, now))


def _unapplied(store: Store, rooms: dict[str, RoomState]) -> Iterator[str]:
    configs = store.configs()
    for slug, state in rooms.items():
        config = configs.get(state.room.terminal or "")
        follows = config is None or (config.reported is not None and config.reported.version >= config.version)
        if not follows and state.presence.status == "online":
            yield slug


def _kept(store: Store, now: datetime) -> dict[tuple[str, ...], float]:
    met = store.openings.met((now - MONTH, now)).values()
    openings, ready = (sum(each[0][place] for each in met) for place in (0, 1))
    return {(): ready / openings} if openings else {}


def newest_nights(nights: tuple[NightRecord, ...], now: datetime) -> dict[str, NightRecord]:
    """Return by room the night whose restart was due last."""
    due = [night for night in nights if night.due_at is not None and night.due_at <= now]
    return {night.room: night for night in sorted(due, key=lambda night: night.day)}


def unready(
    records: tuple[ReadinessRecord, ...], rooms: dict[str, RoomState], now: datetime
) -> Iterator[ReadinessRecord]:
    """Yield the rooms not ready for the opening they were judged for last: until it comes, and while they are open."""
    newest = {record.room: record for record in records}
    for slug, record in newest.items():
        state = rooms.get(slug)
        is_now = record.opens_at > now or (state is not None and state.is_open)
        if state is not None and is_now and not record.is_ready and record.opens_at - now <= JUDGED:
            yield record


def is_loop(night: NightRecord) -> bool:
    """Return whether restarts were stopped as a loop."""
    return night.outcome is Outcome.FAILED and LOOP in night.reasons


def is_missed(night: NightRecord) -> bool:
    """Return whether a night ended without its restart, a loop apart."""
    return night.outcome in (Outcome.SKIPPED, Outcome.FAILED) and not is_loop(night)


def _outcomes(nights: list[NightRecord]) -> Gauge:
    counted = Counter(night.outcome for night in nights)
    rows: dict[tuple[str, ...], float] = {(outcome.value,): counted[outcome] for outcome in Outcome}
    return Gauge("huonevahti_restarts", "Rooms in service by what came of their newest night.", ("outcome",), rows)


def _by_room(name: str, meaning: str, nights: list[NightRecord], is_so: Callable[[NightRecord], bool]) -> Gauge:
    wrong = [night for night in nights if is_so(night)]
    rows: dict[tuple[str, ...], float] = {(n.room, n.reasons[0] if n.reasons else ""): 1.0 for n in wrong}
    return Gauge(name, meaning, ("room", "reason"), rows)
