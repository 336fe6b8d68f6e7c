"""Hand-over: what another organisation sees behind its link, where it accepts or rejects; and the making of a link."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from huonevahti_fleet.domain.packets import REASONS, Decision, Handover, Reason, SignedPacket
from huonevahti_fleet.flows.hand_over import decide, hand_over
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._handed import answered, handed
from huonevahti_fleet.pages._packet import text, view
from huonevahti_fleet.pages._render import render, visit_of
from huonevahti_fleet.pages._strangers import may_look

router = APIRouter()
FOREIGN = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""The link is the key: it goes to no other server and into no index."""
_REASONS: dict[str, Reason] = {reason: reason for reason in REASONS}


@router.post("/incidents/{number}/handover")
async def make(request: Request, number: int) -> RedirectResponse:
    """Make a packet of an incident and go back to the incident."""
    await form_of(request)
    state = request.app.state
    if getattr(state, "seal", None) is None or not 0 < number < 2**31:
        raise HTTPException(404)
    if hand_over(state.store, number, state.seal, state.clock()) is None:
        raise HTTPException(404)
    return RedirectResponse(f"/incidents/{number}#handover", 303)


@router.post("/incidents/{number}/handover/{packet}/revoke")
async def revoke(request: Request, number: int, packet: str) -> RedirectResponse:
    """End the link to a packet."""
    await form_of(request)
    request.app.state.store.packets.revoke(packet, request.app.state.clock())
    return RedirectResponse(f"/incidents/{number}#handover", 303)


@router.get("/handover/{token}")
def handover(request: Request, token: str) -> HTMLResponse:
    """Show a packet to whoever has its link."""
    return _page(request, _found(request, token), {}, {})


@router.get("/handover/{token}/packet.json")
def packet_json(request: Request, token: str) -> Response:
    """Give the signed packet as a file."""
    found = _found(request, token)
    headers = {"Content-Disposition": f'attachment; filename="packet-{found.packet}.json"', **FOREIGN}
    return Response(
        found.document, headers=headers | {"Cache-Control": "no-store"}, media_type="application/json"
    )


@router.get("/handover/{token}/packet.txt")
def packet_txt(request: Request, token: str) -> Response:
    """Give the packet as a text in the reader's language."""
    found, reader = _found(request, token), visit_of(request).reader
    headers = {"Content-Disposition": f'attachment; filename="packet-{found.packet}.txt"', **FOREIGN}
    body = text(_signed(found), reader)
    return PlainTextResponse(body, headers=headers | {"Cache-Control": "no-store"})


@router.post("/handover/{token}")
async def answer(request: Request, token: str) -> Response:
    """Save the receiver's answer, or show what was typed again with what was expected."""
    found, form = _found(request, token), await form_of(request)
    state, faults = request.app.state, faults_of(form)
    if faults:
        return _page(request, found, form, faults, 422)
    rejected = form["answer"] == "rejected"
    reason = _REASONS[form["reason"]] if rejected else ""
    desk, said = form["desk"], form.get("text", "")
    decision = Decision(state.clock(), "rejected" if rejected else "accepted", desk, reason, said)
    if not decide(state.store, found, decision):
        return _page(request, found, form, {"many": "many"}, 429)
    return RedirectResponse(f"/handover/{token}?said=thanks", 303)


def faults_of(form: dict[str, str]) -> dict[str, str]:
    """Return the fields of an answer that cannot be used, each with the word for what was expected."""
    faults, desk = {}, form.get("desk", "")
    if not 1 <= len(desk) <= 60 or "@" in desk or not desk.isprintable():
        faults["desk"] = "desk"
    if form.get("answer") not in ("accepted", "rejected"):
        raise HTTPException(404)
    if form["answer"] == "rejected" and form.get("reason", "") not in _REASONS:
        faults["reason"] = "reason"
    if len(form.get("text", "")) > 300:
        faults["text"] = "text"
    return faults


def _found(request: Request, token: str) -> Handover:
    state = request.app.state
    found: Handover | None = state.store.packets.by_token(token) if len(token) < 100 else None
    is_open = found is not None and found.is_open(state.clock())
    if not may_look(request, found.packet if found and is_open else ""):
        raise HTTPException(429)
    if found is None or not is_open:
        raise HTTPException(404)
    return found


def _signed(found: Handover) -> SignedPacket:
    return msgspec.json.decode(found.document, type=SignedPacket)


def _page(
    request: Request, found: Handover, form: dict[str, str], faults: dict[str, str], status: int = 200
) -> HTMLResponse:
    signed, reader = _signed(found), visit_of(request).reader
    values: dict[str, Any] = {
        "view": view(signed, reader),
        "handed": handed(found, reader),
        "history": tuple(answered(decision, reader) for decision in reversed(found.decisions)),
        "form": form,
        "faults": {name: f"handover.wrong.{code}" for name, code in faults.items()},
        "reasons": REASONS,
        "path": f"/handover/{found.token}",
        "thanks": request.query_params.get("said") == "thanks",
    }
    response = render(request, "handover.html", "handover", status=status, **values)
    response.headers.update(FOREIGN)
    return response
