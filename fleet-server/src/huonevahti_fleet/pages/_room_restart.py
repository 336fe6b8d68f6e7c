"""A room's restart as its page shows it: tonight, last night, the last opening and the next, and thirty nights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from huonevahti_fleet.domain.ahead import Ahead, next_opening
from huonevahti_fleet.domain.nightly import NightRecord, ReadinessRecord
from huonevahti_fleet.pages import _night_words as words
from huonevahti_fleet.pages import _tonight as tonight
from huonevahti_fleet.pages._night_cells import NIGHTS, Cells, cells
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store


@dataclass(frozen=True, slots=True)
class RoomRestart:
    """Lines of a name and what is to be said, and the cells of the last nights."""

    lines: tuple[tuple[str, str], ...]
    cells: Cells


def room_restart(store: Store, slug: str, reader: Reader) -> RoomRestart | None:
    """Return a room's restart, None while it is not in service."""
    each = next((e for e in tonight.read(store, reader.now) if e.room.slug == slug), None)
    if each is None:
        return None
    today = reader.local(reader.now).date()
    nights = store.nights(today - timedelta(days=NIGHTS - 1), [slug])
    readiness = store.readiness(reader.now - timedelta(days=NIGHTS), [slug])
    last = next((night for night in nights if night.day == today), None)
    return RoomRestart(lines(each, last, readiness, reader), cells(nights, readiness, each.zone, reader))


def lines(
    each: Ahead, last: NightRecord | None, readiness: tuple[ReadinessRecord, ...], reader: Reader
) -> tuple[tuple[str, str], ...]:
    """Return what is to be said of tonight, last night and the next opening."""
    if each.night is not None and each.restarts:
        latest = reader.t("restarts.lane.latest", at=reader.clock(each.night.latest_at))
        coming = f"{reader.clock(each.night.begins_at)}, {latest}"
    else:
        coming = reader.t("restarts.lane.none", why=reader.t(f"restarts.why.{each.why}"))
    found = [
        (reader.t("restarts.card.tonight"), coming),
        (reader.t("restarts.card.last"), words.told(last, reader) if last else reader.t("restarts.card.unknown")),
    ]
    past = [record for record in readiness if record.opens_at <= reader.now]
    if past:
        found.append((reader.t("restarts.card.past"), _opening(past[-1], reader)))
    opens_at = next_opening(each.hours.periods, reader.now)
    if opens_at is not None:
        record = next((r for r in readiness if r.opens_at == opens_at), None)
        waits = reader.t("restarts.card.judged", at=reader.clock(each.ready_by(opens_at)))
        told = words.ready(record, reader) if record else waits
        found.append(
            (reader.t("restarts.card.opening"), reader.t("restarts.card.opens", at=opens_at, told=told))
        )
    return tuple(found)


def _opening(record: ReadinessRecord, reader: Reader) -> str:
    return reader.t("restarts.card.opens", at=record.opens_at, told=words.ready(record, reader))
