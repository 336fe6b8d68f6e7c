"""The bodies of requests: read up to a size, decoded into a struct, or refused with what was expected."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from fastapi import Request
from starlette.exceptions import HTTPException

S = TypeVar("S", bound=msgspec.Struct)


def takes(shape: str) -> dict[str, Any]:
    """Return what a route tells OpenAPI of its body; `shape` names a struct."""
    schema = {"$ref": f"#/components/schemas/{shape}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def refuse_foreign(request: Request) -> None:
    """Raise a 403 problem when a browser sends the request for a page of another server; programs name no origin."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, f"origin: {origin!r}, a page of this server was expected")


async def body_of(request: Request, shape: type[S], limit_bytes: int = 4096) -> S:
    """Return the body of a request as a struct, or raise a 413 or a 422 problem."""
    found = await _bytes_of(request, limit_bytes)
    try:
        return msgspec.json.decode(found, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HTTPException(422, f"body: {error}") from error


async def text_of(request: Request, limit_bytes: int) -> str:
    """Return the body of a request as text, or raise a 413 or a 422 problem."""
    found = await _bytes_of(request, limit_bytes)
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HTTPException(422, f"body: byte {error.start} is not UTF-8, that was expected") from error


async def _bytes_of(request: Request, limit_bytes: int) -> bytes:
    refuse_foreign(request)
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > limit_bytes:
            raise HTTPException(413, f"body: more than {limit_bytes} bytes, at most that was expected")
    return bytes(found)
