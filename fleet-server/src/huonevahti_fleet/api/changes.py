"""Who edited what, from what into what, for whoever has to answer for it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from huonevahti_fleet.api.answers import Cursor, Limit, answer, answers_with, number_of, paged
from huonevahti_fleet.api.shapes import ChangedItem
from huonevahti_fleet.domain.authors import EditRecord, What

router = APIRouter(tags=["changes"])


@router.get("/changes", **answers_with("Page_ChangedItem_"))
def changes(
    request: Request,
    what: Annotated[What | None, Query(description="Every kind unless told.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List edits of routes and schedules, and restart loops set right, the newest first."""
    found = request.app.state.store.edits(limit + 1, number_of(cursor), what)
    return answer(request, paged(_item, found, limit, lambda changed: str(changed.number)))


def _item(changed: EditRecord) -> ChangedItem:
    before, after = (msgspec.json.decode(text) if text else None for text in (changed.before, changed.after))
    return ChangedItem(
        number=changed.number,
        at=changed.by.at,
        who=changed.by.who,
        what=changed.what,
        subject=changed.subject,
        before=before,
        after=after,
    )
