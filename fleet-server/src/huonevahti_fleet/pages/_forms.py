"""Forms without a script: what was sent by a page of ours, up to a size."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request

LARGEST_BYTES = 16_384


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form, blanks around them cut off; refuse those of other servers' pages and long ones."""
    if not is_ours(request):
        raise HTTPException(403)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BYTES:
            raise HTTPException(413)
    text = bytes(body).decode("utf-8", errors="replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=60)
    except ValueError as error:
        raise HTTPException(422) from error
    return {name: value.strip().replace("\r\n", "\n").replace("\x00", "") for name, value in pairs}


def is_ours(request: Request) -> bool:
    """Return whether a form was sent by a page of this server, as the browser tells."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin not in (None, "null"):
        return urlsplit(origin).netloc == request.headers.get("host")
    if site is None:
        return origin is None
    return site in ("same-origin", "none")  # a page that asks for no referrer sends a form of its own with origin null
