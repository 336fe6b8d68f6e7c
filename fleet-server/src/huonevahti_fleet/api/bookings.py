"""When rooms are booked: read, put whole, or taken from a calendar that somebody exported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.bodies import body_of, takes, text_of
from huonevahti_fleet.api.restart_shapes import BookingItem, BookingList
from huonevahti_fleet.domain.nightly import Booking
from huonevahti_fleet.domain.rooms import Room
from huonevahti_fleet.flows.set_bookings import import_calendar, set_bookings
from huonevahti_wire.plan.civil import BadValue

router = APIRouter(tags=["bookings"])
LIST_BYTES, CALENDAR_BYTES = 1_000_000, 2_000_000
_CALENDAR = {"requestBody": {"required": True, "content": {"text/calendar": {"schema": {"type": "string"}}}}}


@router.get("/rooms/{slug}/bookings", **answers_with("BookingList"))
def bookings(request: Request, slug: str) -> Response:
    """List when a room is booked, what has ended left out; nothing else is known of a booking."""
    room, now = _room(request, slug), request.app.state.clock()
    return answer(request, _listed(request.app.state.store.bookings(now).get(room.slug, ())))


@router.put("/rooms/{slug}/bookings", openapi_extra=takes("BookingList"), **answers_with("BookingList"))
async def put_bookings(request: Request, slug: str) -> Response:
    """Put bookings in place of all of a room; one that cannot be refuses them all, by its place in the list."""
    room, asked = _room(request, slug), await body_of(request, BookingList, LIST_BYTES)
    told = [Booking(each.starts_at.astimezone(UTC), each.ends_at.astimezone(UTC)) for each in asked.bookings]
    try:
        booked = set_bookings(request.app.state.store, room, told, request.app.state.clock())
    except BadValue as error:
        raise HTTPException(422, str(error)) from error
    return answer(request, _listed(booked))


@router.post("/rooms/{slug}/bookings.ics", openapi_extra=_CALENDAR, **answers_with("BookingList"))
async def post_calendar(request: Request, slug: str) -> Response:
    """Put the coming 60 days of a calendar (RFC 5545) in place of a room's bookings; only begin and end are kept."""
    room, text = _room(request, slug), await text_of(request, CALENDAR_BYTES)
    state = request.app.state
    try:
        booked = await run_in_threadpool(import_calendar, state.store, room, text, state.clock())
    except BadValue as error:
        raise HTTPException(422, str(error)) from error
    return answer(request, _listed(booked))


def _room(request: Request, slug: str) -> Room:
    found: Room | None = next((s.room for s in request.app.state.store.rooms() if s.room.slug == slug), None)
    if found is None:
        raise HTTPException(404, f"no room {slug!r}")
    return found


def _listed(booked: Iterable[Booking]) -> BookingList:
    return BookingList(tuple(BookingItem(each.starts_at, each.ends_at) for each in booked))
