"""The stream that renews open pages: a full snapshot first, then what differs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from markupsafe import escape

from huonevahti_fleet.pages._render import HEADERS, Visit, fill, visit_of
from huonevahti_fleet.pages._renewed import Live
from huonevahti_fleet.pages._watcher import Watcher
from huonevahti_fleet.texts import LANGUAGES

NEWS_SECONDS = 10.0
"""The line that is read aloud changes at most this often."""
Content = Callable[[Visit], dict[str, Any] | None]


@dataclass(slots=True)
class Sent:
    """What one open page holds already."""

    leaves: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    news_at: datetime | None = None


def live_router(pages: Mapping[str, Content]) -> APIRouter:
    """Return the routes of the stream, and of the same as one answer where streams are blocked on the way."""
    router = APIRouter()

    def painter(request: Request) -> tuple[str, Callable[[], Live]]:
        query = dict(request.query_params)
        page, content = query.get("page", ""), pages.get(query.get("page", ""))
        if content is None:
            raise HTTPException(404)
        asked = {name.removeprefix("x-"): value for name, value in query.items() if name.startswith("x-")}
        visit = visit_of(request)
        key = urlencode({"page": page, "language": visit.reader.language, **asked})
        return key, partial(_paint, page, content, request, asked)

    @router.get("/events/stream")
    async def stream(request: Request) -> StreamingResponse:
        """Send all leaves and sections, then those that change."""
        key, paint = painter(request)
        if not hasattr(request.app.state, "watcher"):
            request.app.state.watcher = Watcher(request.app.state.store.change_number)
        headers = HEADERS | {"X-Accel-Buffering": "no"}
        lines = _lines(request, key, paint)
        return StreamingResponse(lines, media_type="text/event-stream", headers=headers)

    @router.get("/events/leaves")
    def leaves(request: Request) -> HTMLResponse:
        """Send all leaves and sections once."""
        live = painter(request)[1]()
        sections = {name: html for name, (_, html) in live.sections.items()}
        return HTMLResponse(swaps(live.leaves | sections), headers=HEADERS)

    return router


def changes(live: Live, sent: Sent, now: datetime) -> list[tuple[str, str]]:
    """Return the events that bring a page from `sent` to `live`, and note them as sent; sections go first."""
    events = []
    for name, (key, html) in live.sections.items():
        if sent.keys.get(name) != key:
            events.append((name, html))
            sent.keys[name] = key
    fresh = {name: html for name, html in live.leaves.items() if sent.leaves.get(name) != html}
    if "live-news" in fresh:
        if sent.news_at is not None and now - sent.news_at < timedelta(seconds=NEWS_SECONDS):
            del fresh["live-news"]
        elif "live-news" in sent.leaves:
            sent.news_at = now
    if fresh:
        events.append(("leaves", swaps(fresh)))
    sent.leaves |= fresh
    return events


def swaps(parts: Mapping[str, str]) -> str:
    """Return fragments that htmx puts into the elements of these ids."""
    return "".join(f'<div id="{escape(n)}" hx-swap-oob="innerHTML">{html}</div>' for n, html in parts.items())


def event(name: str, text: str) -> bytes:
    """Return one server-sent event; a browser drops one without data, so that emptiness is sent as a comment."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or ["<!-- -->"])
    return f"event: {name}\n{lines}\n".encode()


async def _lines(request: Request, key: str, paint: Callable[[], Live]) -> AsyncIterator[bytes]:
    watcher: Watcher = request.app.state.watcher
    sent = Sent()
    yield b"retry: 2000\n\n"
    async with aclosing(watcher.turns(15.0)) as turns:
        async for changed in turns:
            if not changed:
                yield b": still here\n\n"
                continue
            live = await watcher.rendered(key, paint)
            for name, text in changes(live, sent, request.app.state.clock()):
                yield event(name, text)


def _paint(page: str, content: Content, request: Request, asked: Mapping[str, str]) -> Live:
    visit = visit_of(request)
    values = content(replace(visit, query=asked))
    live = Live()
    frame = {
        "demo": getattr(request.app.state, "demo", None),
        "links": dict.fromkeys(LANGUAGES, ""),
        "page": page,
        "stream": "here",
        **(values or {}),
    }
    if values is not None:
        fill(f"{page}.html", frame.pop("reader", visit.reader), live, frame)
    return live
