"""Somebody sets when rooms restart: what that will change is told before, and by the same function done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.nightly import Change, Edit, Place, Scheduled, by_place, scheduled
from huonevahti_fleet.domain.registry import CLOSED, BadRegistry, Hours, as_bad_registry
from huonevahti_fleet.domain.rooms import Room
from huonevahti_fleet.store import Store
from huonevahti_wire.plan import nights
from huonevahti_wire.plan.layers import Conflict, Schedule, checked, conflicts

CONFLICTS_TOLD = 5
"""How many days of a room that could not be in time are told."""


class EditedMeanwhile(Exception):
    """Somebody else set something since it was read; to be read again."""


def preview(store: Store, edits: Sequence[Edit], now: datetime) -> tuple[Change, ...]:
    """Return what edits would change, room by room; raise `BadRegistry` for a word that cannot be."""
    return _changes(store, edits, now)


def apply(
    store: Store, edits: Sequence[Edit], who: str, now: datetime, change: int | None = None
) -> tuple[Change, ...]:
    """Set what edits say and return what that changes; configs follow by themselves.

    Raise `BadRegistry` and do nothing where a word cannot be, or where a room could no longer be in time every day;
    `EditedMeanwhile` when something was set since the counter `schedules` was at `change`.
    """
    counted = store.counter("schedules") if change is None else change
    found = _changes(store, edits, now)
    if refused := next((each for each in found if each.is_refused), None):
        raise BadRegistry(_where(edits, refused), _told(refused))
    if not store.edit_schedules(edits, who, now, counted):
        raise EditedMeanwhile(str(counted))
    return found


def _changes(store: Store, edits: Sequence[Edit], now: datetime) -> tuple[Change, ...]:
    """The one function that says what the plan of each room will be."""
    rooms = [state.room for state in store.rooms()]
    _check(edits, rooms)
    before, filed = by_place(store.schedules()), by_place(store.schedules(filed=True))
    after = with_edits(before, filed, edits)
    outlook = _Outlook(store.openings.hours(now), now)
    pairs = ((room, scheduled(room, before), scheduled(room, after)) for room in rooms)
    return tuple(outlook.change(room, was, will) for room, was, will in pairs if was != will)


def with_edits(
    before: Mapping[Place, Schedule], filed: Mapping[Place, Schedule], edits: Iterable[Edit]
) -> dict[Place, Schedule]:
    """Return what each layer says once these edits are done."""
    after = dict(before)
    for edit in edits:
        said = edit.schedule if edit.schedule is not None else filed.get(edit.place)
        after.pop(edit.place, None)
        if said is not None:
            after[edit.place] = said
    return after


class _Outlook:
    """What lies ahead of rooms; rooms with the same plan and hours share it."""

    def __init__(self, hours: Mapping[str, Hours], now: datetime) -> None:
        self._hours, self._now = hours, now
        self._known: dict[tuple[str, int, str], tuple[Conflict, ...]] = {}

    def change(self, room: Room, before: Scheduled, after: Scheduled) -> Change:
        """Return what an edit changes for a room; 400 days of what was are gone through only where it matters."""
        ahead = self._conflicts(room, after)
        had = bool(ahead) and bool(self._conflicts(room, before))
        return Change(room.slug, before, after, self._due(room, before), self._due(room, after), ahead, had)

    def _due(self, room: Room, found: Scheduled) -> datetime | None:
        if found.plan is None:
            return None
        periods, zone = self._hours.get(room.slug, CLOSED).periods, ZoneInfo(room.site.time_zone)
        night = nights.following(found.plan, zone, periods, self._now)
        return night.due_at if night else None

    def _conflicts(self, room: Room, found: Scheduled) -> tuple[Conflict, ...]:
        if found.plan is None:
            return ()
        hours = self._hours.get(room.slug, CLOSED)
        key = repr(found.plan), id(hours), room.site.time_zone
        if key not in self._known:
            bad = conflicts(found.plan, hours.periods, ZoneInfo(room.site.time_zone))
            self._known[key] = tuple(islice(bad, CONFLICTS_TOLD))
        return self._known[key]


def _check(edits: Sequence[Edit], rooms: Iterable[Room]) -> None:
    slugs = [(room.site.slug, room.slug) for room in rooms]
    known: dict[str, Collection[str]] = {
        "all": ("",),
        "site": {site for site, _ in slugs},
        "room": {room for _, room in slugs},
    }
    seen: set[Place] = set()
    for index, edit in enumerate(edits):
        if edit.slug not in known[edit.layer]:
            raise BadRegistry(f"edits.{index}.slug", f"found {edit.slug!r}, expected a registered {edit.layer}")
        if edit.place in seen:
            raise BadRegistry(f"edits.{index}", f"found {edit.layer} {edit.slug!r} again, expected it once")
        seen.add(edit.place)
        with as_bad_registry():
            checked(f"edits.{index}.schedule", edit.schedule or Schedule())


def _where(edits: Sequence[Edit], refused: Change) -> str:
    """The edit by which a room's time comes, the first where it comes of none."""
    layer = refused.after.won_by.get("at", "")
    place = next((i for i, edit in enumerate(edits) if edit.layer == layer), 0)
    return f"edits.{place}.schedule.at"


def _told(refused: Change) -> str:
    first = refused.conflicts[0]
    reason = first.reason.replace("_", " ")
    found = f"a restart of {refused.room} at {first.due_at} on {first.day}, {reason}"
    return f"found {found}, expected one in time for the opening of {first.opens_at}"
