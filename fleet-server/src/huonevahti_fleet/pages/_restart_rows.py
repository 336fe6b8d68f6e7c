"""The rows of the restarts page: what is planned for each room of a page, and what came of its last nights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.nightly import Booking, NightRecord, ReadinessRecord
from huonevahti_fleet.pages import _ahead_lanes as lanes
from huonevahti_fleet.pages import _night_spans as spans
from huonevahti_fleet.pages._night_cells import NIGHTS, Cells, by_room, cells
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One room: its restart of tonight in words and drawn, the coming week drawn, its last nights.

    A row is itself alone, so that what was drawn of it is found again without comparing a hundred marks.
    """

    slug: str
    name: str
    when: str
    latest: str
    why: str
    night: lanes.Lane
    week: lanes.Lane
    cells: Cells


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is known of the rooms of one page."""

    bookings: Mapping[str, Sequence[Booking]]
    nights: Sequence[NightRecord]
    readiness: Sequence[ReadinessRecord]


def loaded(store: Store, shown: Sequence[Ahead], reader: Reader) -> Loaded:
    """Read what the rows of these rooms show."""
    now, rooms = reader.now, [each.room.slug for each in shown]
    since = reader.local(now).date() - timedelta(days=NIGHTS - 1)
    return Loaded(
        bookings=store.openings.bookings(rooms, now, now + timedelta(days=9)),
        nights=store.nights(since, rooms),
        readiness=store.readiness(now - timedelta(days=NIGHTS), rooms),
    )


def rows(
    shown: Sequence[Ahead], known: Loaded, shown_of: tuple[spans.Span, spans.Span], reader: Reader
) -> tuple[Row, ...]:
    """Return the rows of these rooms."""
    nights, readiness = by_room(known.nights), by_room(known.readiness)
    made = []
    for each in shown:
        slug, own = each.room.slug, replace(reader, zone=each.room.site.time_zone)
        booked = known.bookings.get(slug, ())
        night = each.night if each.restarts else None
        made.append(
            Row(
                slug=slug,
                name=reader.name(each.room.name, slug),
                when=own.clock(night.begins_at) if night else "",
                latest=own.t("restarts.lane.latest", at=own.clock(night.latest_at)) if night else "",
                why=reader.t(f"restarts.why.{each.why}") if each.why else "",
                night=lanes.night_lane(each, booked, shown_of[0], own),
                week=lanes.week_lane(each, booked, shown_of[1], own),
                cells=cells(nights.get(slug, ()), readiness.get(slug, ()), each.zone, own),
            )
        )
    return tuple(made)
