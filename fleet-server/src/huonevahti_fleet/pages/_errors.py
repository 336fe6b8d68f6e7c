"""Pages for what went wrong: not found, and a fault of our own; programs get the answer they had before."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from huonevahti_fleet.pages._render import render
from huonevahti_fleet.pages._strangers import refuse

FOR_PROGRAMS = ("/api/", "/metrics", "/healthz", "/events/", "/static/")
FOR_STRANGERS = ("/card/", "/check", "/handover/")
Answer = Callable[[Request, Any], Awaitable[Response] | Response]
_log = logging.getLogger(__name__)


def register_errors(app: FastAPI) -> None:
    """Answer people with a page; requests of programs go on to whatever answered them before this call."""
    _register(app, HTTPException, lambda error: error.status_code)
    _register(app, RequestValidationError, lambda _: 404)
    _register(app, Exception, lambda _: 500)


def _register(app: FastAPI, kind: type[Exception], status_of: Callable[[Any], int]) -> None:
    before: Answer | None = app.exception_handlers.get(kind)

    async def answer(request: Request, error: Exception) -> Response:
        status = status_of(error)
        if status == 500:
            _log.error("a page failed: path=%s", request.url.path, exc_info=error)
        if request.url.path.startswith(FOR_PROGRAMS):
            return await _as_before(before, request, error, status)
        if request.url.path.startswith(FOR_STRANGERS) and status in (403, 429):
            return refuse(request, status)
        known = status if status in (404, 500) else 404 if status < 500 else 500
        if request.url.path.startswith(FOR_STRANGERS):
            return refuse(request, known)
        return render(request, "error.html", "", status=status, code=known)

    app.add_exception_handler(kind, answer)


async def _as_before(before: Answer | None, request: Request, error: Exception, status: int) -> Response:
    if before is None:
        known = error if isinstance(error, HTTPException) else HTTPException(status)
        return await http_exception_handler(request, known)
    found = before(request, error)
    return found if isinstance(found, Response) else await found
