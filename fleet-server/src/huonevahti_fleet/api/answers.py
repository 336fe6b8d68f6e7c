"""How the API answers: JSON with an entity tag, pages with a cursor, problems by RFC 9457."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from huonevahti_fleet import texts
from huonevahti_fleet.api.shapes import Page, Problem

T = TypeVar("T")
PREFIX = "/api/v1"
Limit = Annotated[int, Query(ge=1, le=500, description="How many items at most.")]
Cursor = Annotated[str | None, Query(max_length=64, description="The `next` of the page before.")]
Language = Annotated[
    str | None, Query(pattern="^(fi|sv|en)$", description="Language of texts, else Accept-Language.")
]
PROBLEMS = {
    status: {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (404, 422)
}
_ENCODER = msgspec.json.Encoder()


def answers_with(shape: str, status: int = 200) -> dict[str, Any]:
    """Return what a route tells OpenAPI of its answers; `shape` names a struct of `shapes`."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    return {"responses": {status: {"description": HTTPStatus(status).phrase, "content": content}, **PROBLEMS}}


def language_of(request: Request, asked: str | None) -> str:
    """Return the language of the texts in an answer."""
    return texts.negotiate(asked, None, request.headers.get("accept-language"))


def answer(request: Request, value: Any, status: int = 200) -> Response:
    """Return a value as JSON, or only that it has not changed since the caller's entity tag."""
    body = _ENCODER.encode(value)
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, "application/json")


def page(items: Sequence[T], limit: int, cursor_of: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """Return at most `limit` of some items, and the cursor behind the last of them if there are more."""
    shown = items[:limit]
    return shown, cursor_of(shown[-1]) if len(items) > limit else None


def paged(
    shape: Callable[[T], Any], items: Sequence[T], limit: int, cursor_of: Callable[[T], str]
) -> Page[Any]:
    """Return one page of items in the shape they are shown in."""
    shown, following = page(items, limit, cursor_of)
    return Page(tuple(map(shape, shown)), following)


def number_of(cursor: str | None) -> int | None:
    """Return the number a cursor stands for, or raise a 422 problem."""
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise HTTPException(422, f"cursor: {cursor!r} is none of ours, the `next` of a page was expected")
    return int(cursor)


def problem(request: Request, status: int, detail: str, errors: Sequence[dict[str, str]] = ()) -> Response:
    """Return a problem as RFC 9457 has it."""
    told = Problem(HTTPStatus(status).phrase, status, detail, request.url.path, tuple(errors))
    return Response(_ENCODER.encode(told), status, media_type="application/problem+json")


def install_problems(app: FastAPI) -> None:
    """Have every error answered as a problem; pages may take over for people afterwards."""

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  this handler is for nothing else
        return problem(request, error.status_code, str(error.detail))

    def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101  this handler is for nothing else
        errors = [{"where": ".".join(map(str, e["loc"])), "expected": e["msg"]} for e in error.errors()]
        return problem(request, 422, "; ".join(f"{e['where']}: {e['expected']}" for e in errors), errors)

    def on_fault(request: Request, _: Exception) -> Response:
        return problem(request, 500, "the server failed; its log says why")

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_fault)
