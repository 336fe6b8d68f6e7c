"""Complaints: make one, read what the record says to it, note what its owner answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Query, Request, Response

from huonevahti_fleet import texts
from huonevahti_fleet.api import complaint_shapes as shapes
from huonevahti_fleet.api.answers import (
    Cursor,
    Language,
    Limit,
    answer,
    answers_with,
    language_of,
    number_of,
    paged,
    problem,
)
from huonevahti_fleet.api.bodies import body_of, takes
from huonevahti_fleet.api.words import named, told
from huonevahti_fleet.domain.clear import OLDEST, Clearance, Unclear
from huonevahti_fleet.domain.complaints import Complaint, reply
from huonevahti_fleet.domain.faults import Confidence
from huonevahti_fleet.flows.take_complaint import take_complaint
from huonevahti_fleet.store import Store

router = APIRouter(tags=["complaints"])


@router.post(
    "/complaints", status_code=201, openapi_extra=takes("ComplaintOrder"), **answers_with("ComplaintItem", 201)
)
async def complain(request: Request, lang: Language = None) -> Response:
    """Make a complaint; the answer holds what the record of that time says."""
    asked = await body_of(request, shapes.ComplaintOrder)
    state = request.app.state
    now = state.clock()
    at = now if asked.at is None else asked.at
    if at.tzinfo is None or not now - OLDEST <= at <= now + timedelta(minutes=5):
        return problem(request, 422, f"at: {at.isoformat()}, an instant with its zone of the last 7 days was expected")
    at = min(at.astimezone(UTC), now)
    made = take_complaint(state.store, (asked.room, asked.symptom), at, "api", now)
    if made is None:
        raise HTTPException(404, f"room: no room {asked.room!r}")
    return answer(request, _item(made, state.store, language_of(request, lang)), 201)


@router.get("/complaints", **answers_with("Page_ComplaintItem_"))
def complaints(
    request: Request,
    state: Annotated[Literal["open", "all"], Query(description="Only those without an answer, or all.")] = "all",
    limit: Limit = 100,
    cursor: Cursor = None,
    lang: Language = None,
) -> Response:
    """List complaints, the newest number first."""
    store, language, before = request.app.state.store, language_of(request, lang), number_of(cursor)
    found = store.complaints.all(limit + 1, before, only_open=state == "open")
    page = paged(lambda one: _item(one, store, language), found, limit, lambda one: str(one.number))
    return answer(request, page)


@router.get("/complaints/{number}", **answers_with("ComplaintItem"))
def complaint(request: Request, number: int, lang: Language = None) -> Response:
    """Show one complaint with what the record said to it."""
    return answer(request, _item(_found(request, number), request.app.state.store, language_of(request, lang)))


@router.get("/clearances/{number}", **answers_with("ComplaintItem"))
def clearance(request: Request, number: int, lang: Language = None) -> Response:
    """Show one complaint if its answer is a clearance."""
    found = _found(request, number)
    if not found.is_cleared:
        raise HTTPException(404, f"complaint {number} was not answered with a clearance")
    return answer(request, _item(found, request.app.state.store, language_of(request, lang)))


@router.post(
    "/complaints/{number}/replies",
    status_code=201,
    openapi_extra=takes("ReplyOrder"),
    **answers_with("ComplaintItem", 201),
)
async def answer_complaint(request: Request, number: int, lang: Language = None) -> Response:
    """Note what the owner answers: accepted, rejected or explained."""
    asked = await body_of(request, shapes.ReplyOrder)
    store, said = request.app.state.store, reply(asked.reply, asked.reason, request.app.state.clock())
    if said is None:
        return problem(request, 422, f"reason: {asked.reason!r} is none for {asked.reply!r}")
    _found(request, number)
    if not store.complaints.answer(number, said):
        return problem(request, 422, "reply: this complaint was answered too often already")
    return answer(request, _item(_found(request, number), store, language_of(request, lang)), 201)


def _found(request: Request, number: int) -> Complaint:
    found: Complaint | None = request.app.state.store.complaints.of_number(number)
    if found is None:
        raise HTTPException(404, f"no complaint {number}")
    return found


def _item(found: Complaint, store: Store, language: str) -> shapes.ComplaintItem:
    same = ("number", "room", "symptom", "at", "made_at", "source", "is_open", "owner", "answer")
    known = next((state.room for state in store.rooms() if state.room.slug == found.room), None)
    room = named(known.name if known else {}, language, found.room)
    zone = ZoneInfo(known.site.time_zone) if known else UTC
    return shapes.ComplaintItem(
        **{name: getattr(found, name) for name in same},
        title=_title(found, room, found.at.astimezone(zone), language),
        question=_question(found, language),
        confidence=found.fault.confidence if found.fault else Confidence.SUSPECTED,
        fault=found.fault.slug if found.fault else None,
        replies=tuple(shapes.ReplyItem(r.at, r.kind, r.reason) for r in found.replies),
    )


def _title(found: Complaint, room: str, at: datetime, language: str) -> str:
    if found.fault:
        return told(language, found.fault, "title")
    key = f"answer.unclear.{found.answer.reason}" if isinstance(found.answer, Unclear) else "answer.cleared"
    return texts.say(language, key, room=room, at=at)


def _question(found: Complaint, language: str) -> str:
    if isinstance(found.answer, Clearance | Unclear):
        return texts.say(language, f"decides.{found.answer.question}")
    asked = found.fault.question if found.fault else ""
    return texts.say(language, f"question.{asked}") if asked else ""
