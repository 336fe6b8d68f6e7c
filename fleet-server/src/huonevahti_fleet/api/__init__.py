"""The same rooms for programs: REST under /api/v1, with an OpenAPI document made from its own structs."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from huonevahti_fleet.api import (
    bookings,
    cards,
    changes,
    checks,
    complaint_shapes,
    complaints,
    handovers,
    incidents,
    jobs,
    places,
    post_shapes,
    promises,
    quarantine,
    ratings,
    restart_shapes,
    restarts,
    rooms,
    routes,
    schedules,
    shapes,
)
from huonevahti_fleet.api.answers import PREFIX, answer, install_problems

PAGES = (
    shapes.Page[shapes.RoomItem],
    shapes.Page[shapes.IncidentItem],
    shapes.Page[shapes.SiteItem],
    shapes.Page[shapes.TerminalItem],
    shapes.Page[shapes.QuarantinedItem],
    shapes.Page[shapes.ChangedItem],
    shapes.Page[post_shapes.MessageItem],
    shapes.Page[complaint_shapes.ComplaintItem],
    shapes.Page[restart_shapes.RestartItem],
    shapes.Page[restart_shapes.NightItem],
    shapes.Page[restart_shapes.ReadinessItem],
)
RESTARTS = (
    restart_shapes.RestartOrder,
    restart_shapes.RestartsOrdered,
    restart_shapes.ScheduleList,
    restart_shapes.EditOrder,
    restart_shapes.ChangeList,
    restart_shapes.BookingList,
    restart_shapes.ReleaseOrder,
    restart_shapes.ReleaseItem,
    restart_shapes.PromiseAnswer,
)
POST = (
    post_shapes.RouteList,
    post_shapes.HandoverItem,
    post_shapes.HandoverList,
    post_shapes.RatingOrder,
    post_shapes.RatingTaken,
    post_shapes.RatingAnswer,
)
COMPLAINTS = (
    complaint_shapes.ComplaintOrder,
    complaint_shapes.ReplyOrder,
    complaint_shapes.CardOrder,
    complaint_shapes.CardItem,
    complaint_shapes.CardList,
    complaint_shapes.CheckItem,
)
ROOMS = (shapes.RoomAnswer, shapes.TimelineAnswer, shapes.JobItem, shapes.JobOrder, shapes.Problem)
SHAPES = (*PAGES, *ROOMS, *POST, *COMPLAINTS, *RESTARTS)
RESOURCES = (
    *(rooms, incidents, places, quarantine, jobs, routes, handovers, ratings, complaints, cards, checks),
    *(restarts, schedules, bookings, promises, changes),
)
OPENAPI_VERSION = "3.1.0"

router = APIRouter(prefix=PREFIX)
for resource in RESOURCES:
    router.include_router(resource.router)


def install(app: FastAPI) -> None:
    """Give the application the API, its OpenAPI document, and problems for errors."""
    app.include_router(router)
    install_problems(app)

    @app.get(f"{PREFIX}/openapi.json", include_in_schema=False)
    def openapi_document(request: Request) -> Response:
        return answer(request, document())


def document() -> dict[str, Any]:
    """Return the OpenAPI document of the API."""
    _, schemas = msgspec.json.schema_components(SHAPES, ref_template="#/components/schemas/{name}")
    described = get_openapi(
        title="Huonevahti",
        version="1",
        openapi_version=OPENAPI_VERSION,
        description="Which rooms are fit for the next customer, which are not, and whose move it is.",
        routes=router.routes,
    )
    described.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
    return described


__all__ = ["document", "install", "router"]
