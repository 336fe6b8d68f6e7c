"""Complaint: the fault of that time or the clearance, as a page and as files, and the owner's answer to it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from huonevahti_fleet.domain.complaints import Complaint, ReplyKind, document, reply
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.pages import _answers
from huonevahti_fleet.pages._answer_file import text
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import render, visit_of

view = _answers.view
router = APIRouter()


@router.get("/clearances/{number}")
@router.get("/complaints/{number}")
def complaint(request: Request, number: str) -> Response:
    """Show an answer; `.txt` and `.json` behind its number give it as a file."""
    stem, _, suffix = number.partition(".")
    if suffix not in ("", "txt", "json") or not (stem.isascii() and stem.isdigit() and len(stem) < 10):
        raise HTTPException(404)
    found = _found(request, int(stem))
    if request.url.path.startswith("/clearances/") and not found.is_cleared:
        raise HTTPException(404)
    if suffix == "json":
        return _file(found, "json", msgspec.json.format(msgspec.json.encode(document(found)), indent=2))
    if suffix == "txt":
        reader, state = _reader(request, found)
        shown = view(found, state, request.app.state.store.routes.all(), reader)
        made_at = reader.moment(found.made_at)
        return _file(found, "txt", text(shown, made_at, reader).encode())
    return _page(request, found)


@router.post("/complaints/{number}/reply")
async def answer(request: Request, number: int) -> RedirectResponse:
    """Save the owner's answer and go back to the complaint."""
    form, state = await form_of(request), request.app.state
    kinds: dict[str, ReplyKind] = {kind: kind for kind in get_args(ReplyKind)}
    kind, _, reason = form.get("reply", "").partition(".")
    said = reply(kinds[kind], reason, state.clock()) if kind in kinds else None
    if said is None or not 0 < number < 2**31 or not state.store.complaints.answer(number, said):
        raise HTTPException(404)
    return RedirectResponse(f"/complaints/{number}#replies", 303)


def _found(request: Request, number: int) -> Complaint:
    found: Complaint | None = request.app.state.store.complaints.of_number(number)
    if found is None:
        raise HTTPException(404)
    return found


def _reader(request: Request, found: Complaint) -> tuple[Reader, RoomState | None]:
    visit = visit_of(request)
    state = next((s for s in visit.store.rooms() if s.room.slug == found.room), None)
    return (replace(visit.reader, zone=state.room.site.time_zone) if state else visit.reader), state


def _file(found: Complaint, suffix: str, body: bytes) -> Response:
    stem = "clearance" if found.is_cleared else "complaint"
    headers = {
        "Content-Disposition": f'attachment; filename="{stem}-{found.number}.{suffix}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    kind = "application/json" if suffix == "json" else "text/plain; charset=utf-8"
    return PlainTextResponse(body, headers=headers, media_type=kind)


def _page(request: Request, found: Complaint) -> HTMLResponse:
    reader, state = _reader(request, found)
    shown = view(found, state, request.app.state.store.routes.all(), reader)
    path = "clearances" if found.is_cleared else "complaints"
    made = reader.moment(found.made_at)
    return render(request, "complaint.html", "complaint", view=shown, reader=reader, path=path, made=made)
