"""A specialist's own check: what their browser can test, in plain words; what it finds leaves it as codes only."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from huonevahti_fleet.domain import relays
from huonevahti_fleet.domain.checks import CheckResult
from huonevahti_fleet.flows.keep_check import keep_check
from huonevahti_fleet.pages._forms import is_ours
from huonevahti_fleet.pages._render import HEADERS
from huonevahti_fleet.pages._strangers import HEADERS as STRANGE
from huonevahti_fleet.pages._strangers import OWN_DEVICES, TOO_OFTEN, allows, refuse, show
from huonevahti_fleet.settings import Settings

router = APIRouter()
RESULT_BYTES = 1024


class Part(NamedTuple):
    """One part of the check: its name, and each code it can end with, the good ones first."""

    name: str
    good: tuple[str, ...]
    bad: tuple[str, ...]

    def mark(self, code: str) -> str:
        """Return which verdict's shape and colour a code is shown with."""
        if code == "not_tested":
            return "no_data"
        return "fit" if code in self.good else "degraded"


PARTS = (
    Part("camera", ("normal",), ("black", "white", "no_picture", "refused", "busy", "none")),
    Part("microphone", ("heard",), ("faint", "silent", "muted", "refused", "busy", "none")),
    Part("speakers", ("heard",), ("not_heard",)),
    Part("relay", ("all_open", "not_tested"), ("udp_blocked", "blocked")),
)
BLIND = ("chosen_devices", "headset", "remote_access", "other_programs")
"""What a page cannot see, each with how to look by hand."""


def view(settings: Settings | None) -> dict[str, Any]:
    """Return the parts of the check; the relay's is said to be untested where none is set up."""
    return {"parts": PARTS, "blind": BLIND, "has_relay": bool(settings and _secret(settings))}


@router.get("/check")
def check(request: Request) -> HTMLResponse:
    """Show the check; without a script it says what to look at by hand."""
    if not allows(request, "look"):
        return refuse(request, 429)
    response = show(request, "check.html", view=view(getattr(request.app.state, "settings", None)))
    response.headers.update(OWN_DEVICES)
    return response


@router.post("/check/relay")
def relay(request: Request) -> Response:
    """Hand out credentials that work for ten minutes, and the ways to try with them."""
    if not is_ours(request):
        return _said(403, {"error": "foreign"})
    if not allows(request, "relay"):
        return _said(429, {"error": "too_often"})
    settings: Settings | None = getattr(request.app.state, "settings", None)
    secret = _secret(settings) if settings else ""
    if settings is None or not secret:
        return _said(200, {"ways": []})
    name, password = relays.credentials(secret, request.app.state.clock())
    found = relays.ways(settings.relay_host, settings.relay_port, settings.relay_tls_port)
    told = [{"transport": way.transport, "url": way.url} for way in found]
    return _said(200, {"ways": told, "username": name, "credential": password})


@router.post("/check/results")
async def keep(request: Request) -> Response:
    """Keep what a browser found for an hour and answer with its code."""
    if not is_ours(request):
        return _said(403, {"error": "foreign"})
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return _said(415, {"error": "type"})
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > RESULT_BYTES:
            return _said(413, {"error": "size"})
    if not allows(request, "result"):
        return _said(429, {"error": "too_often"})
    try:
        result = msgspec.json.decode(bytes(body), type=CheckResult)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _said(422, {"error": str(error)})
    code = keep_check(request.app.state.store, result, request.app.state.clock())
    return _said(200, {"code": code}) if code else _said(429, {"error": "too_often"})


def _secret(settings: Settings) -> str:
    if not settings.relay_host or not settings.relay_secret_file:
        return ""
    try:
        return Path(settings.relay_secret_file).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _said(status: int, value: dict[str, Any]) -> Response:
    headers = HEADERS | STRANGE | (TOO_OFTEN if status == 429 else {})
    return Response(msgspec.json.encode(value), status, headers, "application/json")
