"""The daily restart: what comes, what came of each night, who was ready; and restarts by order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import AwareDatetime

from huonevahti_fleet.api import restart_shapes as shapes
from huonevahti_fleet.api import words
from huonevahti_fleet.api.answers import Cursor, Limit, answer, answers_with, page
from huonevahti_fleet.api.bodies import body_of, takes
from huonevahti_fleet.api.shapes import Page
from huonevahti_fleet.domain.nightly import NightRecord, ReadinessRecord, ahead, by_place, scheduled
from huonevahti_fleet.domain.registry import CLOSED
from huonevahti_fleet.domain.rooms import Room
from huonevahti_fleet.flows.order_restart import Wanted, WrongCount, check_count, order, selected
from huonevahti_fleet.store import Store

router = APIRouter(tags=["restarts"])
DAYS_AHEAD = 7
ORDER_BYTES = 600_000
T = TypeVar("T")
Rooms = Annotated[list[str] | None, Query(description="Only these rooms; every one unless told.", max_length=500)]


@router.get("/restarts", **answers_with("Page_RestartItem_"))
def restarts(
    request: Request, site: str | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """List when rooms restart, by slug: tonight as far as it is known, and the next seven times."""
    store, now = request.app.state.store, request.app.state.clock()
    found = [s.room for s in store.rooms() if site in (None, s.room.site.slug)]
    shown, following = page([r for r in found if cursor is None or r.slug > cursor], limit, lambda r: r.slug)
    layers, hours = by_place(store.schedules()), store.openings.hours(now)
    tonight = {
        night.room: night
        for night in store.nights((now - timedelta(days=1)).date(), [room.slug for room in shown])
        if night.due_at is not None and night.due_at <= now + timedelta(days=1)
    }

    def item(room: Room) -> shapes.RestartItem:
        rules, night = scheduled(room, layers), tonight.get(room.slug)
        periods, zone = hours.get(room.slug, CLOSED).periods, ZoneInfo(room.site.time_zone)
        coming = islice(ahead(rules.plan, zone, periods, now), DAYS_AHEAD) if rules.plan else ()
        dues = tuple(shapes.DueItem(each.day, each.due_at, each.latest_at) for each in coming)
        told = _night(night) if night else None
        return shapes.RestartItem(room.slug, room.site.slug, rules.schedule, rules.won_by, told, dues)

    return answer(request, Page(tuple(map(item, shown)), following))


@router.get("/nights", **answers_with("Page_NightItem_"))
def nights(
    request: Request,
    since: Annotated[date | None, Query(description="Local days from this on; a week unless told.")] = None,
    room: Rooms = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List what came of each night's restart, by local day and room."""
    first = since or (request.app.state.clock() - timedelta(days=7)).date()
    found = _behind(request.app.state.store.nights(first, room), cursor)
    return answer(request, _page(found, limit, shapes.NightItem))


@router.get("/readiness", **answers_with("Page_ReadinessItem_"))
def readiness(
    request: Request,
    since: Annotated[
        AwareDatetime | None, Query(description="Openings from this on; a day ago unless told.")
    ] = None,
    room: Rooms = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List the last word on each opening, by opening and room: ready, or not and why."""
    first = since or request.app.state.clock() - timedelta(days=1)
    found = _behind(request.app.state.store.readiness(first, room), cursor)
    return answer(request, _page(found, limit, shapes.ReadinessItem))


@router.post("/restarts", status_code=202, openapi_extra=takes("RestartOrder"), **answers_with("RestartsOrdered", 202))
async def order_restarts(request: Request) -> Response:
    """Order restarts; 409 when the selection has another size than `expected_count`, and nothing is ordered then."""
    asked = await body_of(request, shapes.RestartOrder, ORDER_BYTES)
    state = request.app.state
    if state.seal is None:
        raise HTTPException(503, "this server reads no broker, so it cannot order")
    rooms = _selected(state.store, asked)
    try:
        check_count(rooms, asked.expected_count)
    except WrongCount as error:
        raise HTTPException(409, str(error)) from error
    done = order(state.store, rooms, Wanted(asked.when, reason=asked.reason), state.seal, state.clock())
    without = tuple(shapes.NoJob(room, reason) for room, reason in done.without.items())
    jobs = {room: words.job(job) for room, job in done.jobs.items()}
    return answer(request, shapes.RestartsOrdered(jobs, without), 202)


@router.post("/rooms/{slug}/loop-release", openapi_extra=takes("ReleaseOrder"), **answers_with("ReleaseItem"))
async def release(request: Request, slug: str) -> Response:
    """Say that a room's loop of restarts is set right: from then on it restarts by its plan again."""
    asked = await body_of(request, shapes.ReleaseOrder)
    store, now = request.app.state.store, request.app.state.clock()
    if all(state.room.slug != slug for state in store.rooms()):
        raise HTTPException(404, f"no room {slug!r}")
    store.release(slug, asked.who, now)
    return answer(request, shapes.ReleaseItem(slug, now, asked.who))


def _selected(store: Store, asked: shapes.RestartOrder) -> tuple[str, ...]:
    given = [name for name in ("rooms", "site", "all") if getattr(asked, name)]
    if len(given) != 1:
        raise HTTPException(422, f"rooms, site, all: {len(given)} of them, exactly one was expected")
    if asked.rooms:
        return asked.rooms
    if asked.site is not None and all(site.slug != asked.site for site in store.sites()):
        raise HTTPException(404, f"no site {asked.site!r}")
    return selected(store, site=asked.site, everything=asked.all)


def _night(record: NightRecord) -> shapes.NightItem:
    return shapes.NightItem(**{name: getattr(record, name) for name in shapes.NightItem.__struct_fields__})


def _behind(found: Iterable[NightRecord | ReadinessRecord], cursor: str | None) -> list[NightRecord | ReadinessRecord]:
    return [record for record in found if cursor is None or _cursor(record) > cursor]


def _page(
    found: list[NightRecord | ReadinessRecord], limit: int, shape: type[shapes.NightItem | shapes.ReadinessItem]
) -> Page[shapes.NightItem | shapes.ReadinessItem]:
    shown, following = page(found, limit, _cursor)
    fields = shape.__struct_fields__
    return Page(tuple(shape(**{name: getattr(each, name) for name in fields}) for each in shown), following)


def _cursor(record: NightRecord | ReadinessRecord) -> str:
    """The place of a record in its list: text that sorts as the list does."""
    at = f"{record.day}" if isinstance(record, NightRecord) else f"{record.opens_at:%Y-%m-%dT%H:%M:%SZ}"
    return f"{at} {record.room}"
