"""What people look at: one file a page, each with a pure view and a route; the lists below are the catalogue."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from huonevahti_fleet.pages import (
    _measure,
    accessibility,
    card,
    changes,
    check,
    complain,
    complaint,
    complaints,
    feeds,
    handover,
    incident,
    incidents,
    lookup,
    messages,
    morning,
    notices,
    order,
    paper,
    quarantine,
    ratings,
    rehearsal,
    restarts,
    room,
    rooms,
    routes,
    schedule,
    wall,
)
from huonevahti_fleet.pages import route as route_page
from huonevahti_fleet.pages._errors import register_errors
from huonevahti_fleet.pages._live import live_router
from huonevahti_fleet.pages._render import STATIC, add_templates, render, warm

ROUTING = (routes, route_page, messages, handover, ratings)
COMPLAINING = (complain, complaints, complaint, lookup)
RESTARTS = (restarts, morning, schedule, order, feeds)
CARDS = (paper, card, rehearsal, check)
PAGES = (
    *(rooms, room, incidents, incident, wall, quarantine, changes, accessibility, notices),
    *(*ROUTING, *COMPLAINING, *CARDS, *RESTARTS),
)
LIVE = {
    "rooms": rooms.content,
    "room": room.content,
    "incidents": incidents.content,
    "incident": incident.content,
    "wall": wall.content,
    "quarantine": quarantine.content,
    "messages": messages.content,
    "changes": changes.content,
}
"""The pages that renew themselves, each with what fills its template."""

router = APIRouter(include_in_schema=False)
for page in PAGES:
    for route in page.router.routes:
        if "GET" in route.methods:
            route.methods.add("HEAD")
    router.include_router(page.router)
router.include_router(_measure.router)
router.include_router(live_router(LIVE))


def install(app: FastAPI) -> None:
    """Give the application the pages, their static files, error pages for people, and compression."""
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    register_errors(app)


__all__ = ["LIVE", "PAGES", "add_templates", "install", "render", "router", "warm"]
