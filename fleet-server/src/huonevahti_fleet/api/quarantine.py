"""Messages that could not be read or believed, for operators."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from huonevahti_fleet.api import words
from huonevahti_fleet.api.answers import Cursor, Limit, answer, answers_with, number_of, paged

router = APIRouter(tags=["quarantine"])


@router.get("/quarantine", **answers_with("Page_QuarantinedItem_"))
def quarantine(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List quarantined messages, the newest first."""
    found = request.app.state.store.quarantined_below(limit + 1, number_of(cursor))
    return answer(
        request, paged(lambda kept: words.quarantined(kept[1]), found, limit, lambda kept: str(kept[0]))
    )
