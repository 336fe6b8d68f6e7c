"""Routes: who is told of an owner's faults and how; and the messages that went there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import AwareDatetime

from huonevahti_fleet.api.answers import Limit, answer, answers_with
from huonevahti_fleet.api.bodies import body_of, takes
from huonevahti_fleet.api.post_shapes import MessageItem, RouteItem, RouteList, shown
from huonevahti_fleet.api.shapes import Page
from huonevahti_fleet.domain.authors import author
from huonevahti_fleet.domain.notices import Message, MessageState
from huonevahti_fleet.domain.registry import BadRegistry
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.flows.edit_routes import replace_routes

router = APIRouter(tags=["routes"])
LIST_BYTES = 2_000_000


@router.get("/routes", **answers_with("RouteList"))
def routes(request: Request) -> Response:
    """List all routes; secrets are left out."""
    book = request.app.state.store.routes
    return answer(request, RouteList(tuple(map(shown, book.all())), book.change()))


@router.put("/routes", openapi_extra=takes("RouteList"), **answers_with("RouteList"))
async def put_routes(request: Request) -> Response:
    """Put routes in place of all; 409 when they were edited since `change`, if that is given."""
    asked = await body_of(request, RouteList, LIST_BYTES)
    store, now = request.app.state.store, request.app.state.clock()
    try:
        is_done = replace_routes(store, tuple(map(_route, asked.routes)), asked.change, author("", now))
    except BadRegistry as error:
        raise HTTPException(422, str(error)) from error
    if not is_done:
        raise HTTPException(
            409, f"change: {asked.change}, {store.routes.change()} was expected: read them again"
        )
    return routes(request)


def _route(item: RouteItem) -> Route:
    return Route(**msgspec.structs.asdict(item))


@router.get("/messages", **answers_with("Page_MessageItem_"))
def messages(
    request: Request,
    state: Annotated[list[MessageState] | None, Query(description="Every one unless told.")] = None,
    limit: Limit = 100,
    before: Annotated[AwareDatetime | None, Query(description="The `next` of the page before.")] = None,
) -> Response:
    """List messages to others, the newest first."""
    found = request.app.state.store.post.messages(state or tuple(MessageState), limit + 1, before)
    return answer(request, Page(tuple(map(_message, found[:limit])), _next(found, limit)))


def _next(found: tuple[Message, ...], limit: int) -> str | None:
    at: datetime | None = found[limit - 1].created_at if len(found) > limit else None
    return at.isoformat().replace("+00:00", "Z") if at else None


def _message(message: Message) -> MessageItem:
    owner, site, organisation = message.route
    own = ("owner", "site", "organisation")
    plain = {name: getattr(message, name) for name in MessageItem.__struct_fields__ if name not in own}
    return MessageItem(owner=owner, site=site, organisation=organisation, **plain)
