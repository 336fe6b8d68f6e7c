"""Feeds: the planned restarts as a calendar to subscribe to; nights, readiness and promises kept as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from fastapi import APIRouter, HTTPException, Request, Response
from icalendar import Calendar, Event

from huonevahti_fleet.domain.ahead import Ahead, nights_between
from huonevahti_fleet.domain.nightly import Outcome
from huonevahti_fleet.pages import _tonight as tonight
from huonevahti_fleet.pages._asked_nights import Asked, found
from huonevahti_fleet.pages._promise import promise
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, visit_of
from huonevahti_wire.plan.nights import TAKES

router = APIRouter()
AHEAD = timedelta(days=14)
BACK_DAYS = 30
PUBLISHER = "-//Huonevahti//Restarts//EN"
Planned = dict[tuple[str, datetime, datetime], list[str]]
"""Names of rooms by site, beginning and latest: rooms of a site that restart together are one entry."""


def calendar(rooms: Sequence[Ahead], reader: Reader) -> bytes:
    """Return the planned restarts of these rooms for the coming two weeks, in UTC, one entry a site and instant."""
    feed = Calendar()
    for name, value in (("PRODID", PUBLISHER), ("VERSION", "2.0"), ("METHOD", "PUBLISH")):
        feed.add(name, value)
    feed.add("X-WR-CALNAME", reader.t("feeds.name"))
    sites = {each.room.site.slug: reader.name(each.room.site.name, each.room.site.slug) for each in rooms}
    for (site, begins_at, latest_at), names in sorted(planned(rooms, reader).items()):
        entry = Event()
        entry.add("UID", f"{site}-{begins_at:%Y%m%dT%H%M%SZ}@huonevahti")
        entry.add("DTSTAMP", reader.now)
        entry.add("DTSTART", begins_at)
        entry.add("DTEND", begins_at + TAKES)
        entry.add("SUMMARY", reader.t("feeds.summary", n=len(names), room=names[0], site=sites[site]))
        latest = reader.t("restarts.lane.latest", at=reader.clock(latest_at))
        entry.add("DESCRIPTION", f"{', '.join(names)}; {latest}")
        entry.add("TRANSP", "TRANSPARENT")
        feed.add_component(entry)
    return bytes(feed.to_ical())


def planned(rooms: Sequence[Ahead], reader: Reader) -> Planned:
    """Return the restarts that can be within the coming two weeks."""
    together: Planned = {}
    for each in rooms:
        plan = each.scheduled.plan
        if plan is None or each.room.terminal is None or not each.hours.periods:
            continue
        for night in nights_between(plan, each.zone, each.hours.periods, (reader.now, reader.now + AHEAD)):
            if night.begins_at < night.latest_at:
                key = each.room.site.slug, night.begins_at, night.latest_at
                together.setdefault(key, []).append(reader.name(each.room.name, each.room.slug))
    return together


def rooms_of(visit: Visit) -> list[Ahead]:
    """Return the rooms that the address narrows to, one room by `room`; a 404 when there is none."""
    store, reader, asked = visit.store, visit.reader, Asked.of(visit.query)
    today = reader.local(reader.now).date()
    last = {r.room: r for r in store.nights(today) if r.day == today} if asked.show in tuple(Outcome) else {}
    room = visit.query.get("room", "")
    chosen = [e for e in found(tonight.read(store, reader.now), last, asked, reader) if room in ("", e.room.slug)]
    if not chosen and (room or asked.site):
        raise HTTPException(404)
    return chosen


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV as a Finnish Excel reads it: semicolons, UTF-8 with its mark; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else f"{cell:%Y-%m-%dT%H:%M:%SZ}" if isinstance(cell, datetime) else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _file(name: str, text: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, headers=headers, media_type="text/csv")


@router.get("/restarts.ics")
def restarts_ics(request: Request) -> Response:
    """Give the planned restarts as a calendar."""
    visit = visit_of(request)
    return Response(calendar(rooms_of(visit), visit.reader), media_type="text/calendar")


@router.get("/restarts/nights.csv")
def nights_csv(request: Request) -> Response:
    """Give what came of each night of the last thirty."""
    visit = visit_of(request)
    rooms, since = [each.room.slug for each in rooms_of(visit)], _since(visit)
    names = ("room", "day", "outcome", "reasons", "due_at", "latest_at", "ordered_at", "back_at", "until")
    rows = ([_codes(getattr(r, name)) for name in names] for r in visit.store.nights(since, rooms))
    return _file("nights.csv", lines(names, rows))


@router.get("/restarts/readiness.csv")
def readiness_csv(request: Request) -> Response:
    """Give the last word on each opening of the last thirty days."""
    visit = visit_of(request)
    rooms, since = [each.room.slug for each in rooms_of(visit)], visit.reader.now - timedelta(days=BACK_DAYS)
    names = ("room", "opens_at", "judged_at", "is_ready", "reasons", "untested")
    rows = ([_codes(getattr(r, name)) for name in names] for r in visit.store.readiness(since, rooms))
    return _file("readiness.csv", lines(names, rows))


@router.get("/restarts/promises.csv")
def promises_csv(request: Request) -> Response:
    """Give the openings of each room by month, and at how many of them it was ready."""
    visit = visit_of(request)
    kept, sites = promise(visit.store, visit.reader), {e.room.slug: e.room.site.slug for e in rooms_of(visit)}
    rows = (
        (sites[room], room, f"{month:%Y-%m}", met.openings, met.ready)
        for room, by_month in sorted(kept.by_room.items())
        for month, met in zip(kept.months, by_month, strict=True)
        if room in sites and met.openings
    )
    return _file("promises.csv", lines(("site", "room", "month", "openings", "ready"), rows))


def _since(visit: Visit) -> date:
    return visit.reader.local(visit.reader.now).date() - timedelta(days=BACK_DAYS - 1)


def _codes(value: object) -> object:
    """Return a cell: codes side by side, yes and no as 1 and 0."""
    return " ".join(value) if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value
