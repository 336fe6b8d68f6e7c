"""Rooms: how each stands, one in detail, and what happened in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import AwareDatetime

from huonevahti_fleet.api import shapes, words
from huonevahti_fleet.api.answers import Cursor, Language, Limit, answer, answers_with, language_of, paged
from huonevahti_fleet.domain.guarded import guarded
from huonevahti_wire.signals import Signal

router = APIRouter(tags=["rooms"])
WIDEST = timedelta(days=92)


@router.get("/rooms", **answers_with("Page_RoomItem_"))
def rooms(request: Request, limit: Limit = 100, cursor: Cursor = None, lang: Language = None) -> Response:
    """List rooms by slug, each with its verdict, whose move it is and why."""
    language = language_of(request, lang)
    found = [state for state in request.app.state.store.rooms() if cursor is None or state.room.slug > cursor]
    return answer(request, paged(lambda s: words.room(s, language), found, limit, lambda s: str(s.room.slug)))


@router.get("/rooms/{slug}", **answers_with("RoomAnswer"))
def room(request: Request, slug: str, lang: Language = None) -> Response:
    """Show one room with its signals, last incidents and events."""
    language, detail = language_of(request, lang), request.app.state.store.room(slug)
    if detail is None:
        raise HTTPException(404, f"no room {slug!r}")
    shown = shapes.RoomAnswer(
        **msgspec.structs.asdict(words.room(detail.state, language)),
        terminal=detail.state.room.terminal,
        presence=detail.state.presence.status,
        guard=_guard(detail.signals),
        signals=tuple(map(_signal, detail.signals)),
        recent_incidents=words.briefs(detail.recent_incidents, language),
        events=tuple(map(words.event, detail.events)),
    )
    return answer(request, shown)


def _guard(signals: Iterable[Signal]) -> shapes.GuardItem | None:
    found = guarded(signals)
    return shapes.GuardItem(found.verdict.value, found.reasons, found.since) if found else None


def _signal(signal: Signal) -> shapes.SignalItem:
    return shapes.SignalItem(**{name: getattr(signal, name) for name in shapes.SignalItem.__struct_fields__})


@router.get("/rooms/{slug}/timeline", **answers_with("TimelineAnswer"))
def timeline(
    request: Request,
    slug: str,
    start: Annotated[AwareDatetime | None, Query(description="24 hours ago unless told.")] = None,
    end: Annotated[AwareDatetime | None, Query(description="Now unless told.")] = None,
    lang: Language = None,
) -> Response:
    """Show what happened in a room between two instants, at most 92 days apart."""
    store, end_at = request.app.state.store, end or request.app.state.clock()
    start_at = start or end_at - timedelta(hours=24)
    _check_window(start_at, end_at)
    if all(state.room.slug != slug for state in store.rooms()):
        raise HTTPException(404, f"no room {slug!r}")
    found = store.timeline(slug, start_at, end_at)
    shown = shapes.TimelineAnswer(
        start_at=found.start_at,
        end_at=found.end_at,
        verdicts=words.spans(found.verdicts),
        signals={name: words.spans(lane) for name, lane in found.lanes.items()},
        sessions=words.spans(found.sessions),
        events=tuple(map(words.event, found.events)),
        incidents=words.briefs(found.incidents, language_of(request, lang)),
    )
    return answer(request, shown)


def _check_window(start_at: datetime, end_at: datetime) -> None:
    if not timedelta(0) < end_at - start_at <= WIDEST:
        raise HTTPException(
            422, f"start: {start_at.isoformat()}, an instant up to 92 days before end was expected"
        )
