"""Messages that could not be read or believed, for operators."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from huonevahti_fleet.api import words
from huonevahti_fleet.api.answers import Cursor, Limit, answer, answers_with, number_of, paged
from huonevahti_fleet.domain.rooms import Quarantined
from huonevahti_fleet.domain.terminals import EPOCH

router = APIRouter(tags=["quarantine"])
_MICROSECOND = timedelta(microseconds=1)


@router.get("/quarantine", **answers_with("Page_QuarantinedItem_"))
def quarantine(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List quarantined messages, the newest first."""
    number = number_of(cursor)
    before = None if number is None else EPOCH + number * _MICROSECOND
    found = request.app.state.store.quarantined(limit + 1, before)
    return answer(request, paged(words.quarantined, found, limit, _cursor))


def _cursor(message: Quarantined) -> str:
    return str((message.at - EPOCH) // _MICROSECOND)
