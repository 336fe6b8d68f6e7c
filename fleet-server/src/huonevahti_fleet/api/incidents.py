"""Incidents: what was or is wrong, and whose move it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from huonevahti_fleet.api import words
from huonevahti_fleet.api.answers import (
    Cursor,
    Language,
    Limit,
    answer,
    answers_with,
    language_of,
    number_of,
    paged,
)
from huonevahti_fleet.domain.rooms import IncidentState

router = APIRouter(tags=["incidents"])


@router.get("/incidents", **answers_with("Page_IncidentItem_"))
def incidents(
    request: Request,
    state: Annotated[list[IncidentState] | None, Query(description="Every numbered one unless told.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
    lang: Language = None,
) -> Response:
    """List incidents, the newest number first."""
    language = language_of(request, lang)
    found = request.app.state.store.incidents(state or tuple(IncidentState), limit + 1, number_of(cursor))
    return answer(
        request, paged(lambda i: words.incident(i, language), found, limit, lambda i: str(i.number))
    )


@router.get("/incidents/{number}", **answers_with("IncidentItem"))
def incident(request: Request, number: int, lang: Language = None) -> Response:
    """Show one incident with the evidence both ways."""
    found = request.app.state.store.incident(number) if 0 < number < 2**31 else None
    if found is None:
        raise HTTPException(404, f"no incident {number}")
    return answer(request, words.incident(found, language_of(request, lang)))
