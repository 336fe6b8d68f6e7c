"""Hand-overs: an incident with its evidence, signed, behind a link where another organisation answers."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.bodies import refuse_foreign
from huonevahti_fleet.api.post_shapes import DecisionItem, HandoverItem, HandoverList
from huonevahti_fleet.domain.packets import Handover
from huonevahti_fleet.flows.hand_over import hand_over

router = APIRouter(tags=["hand-overs"])
LARGEST = 2**31


@router.post("/incidents/{number}/handovers", status_code=201, **answers_with("HandoverItem", 201))
def make(request: Request, number: int) -> Response:
    """Make and sign a packet of an incident, and the link to it."""
    refuse_foreign(request)
    state = request.app.state
    if state.seal is None:
        raise HTTPException(503, "this server has no key to sign with, since it reads no broker")
    made = hand_over(state.store, number, state.seal, state.clock()) if 0 < number < LARGEST else None
    if made is None:
        raise HTTPException(404, f"no incident {number}")
    return answer(request, _shown(made, request), 201)


@router.get("/incidents/{number}/handovers", **answers_with("HandoverList"))
def handovers(request: Request, number: int) -> Response:
    """List the packets of an incident with every answer to them."""
    store = request.app.state.store
    if not 0 < number < LARGEST or store.incident(number) is None:
        raise HTTPException(404, f"no incident {number}")
    return answer(request, HandoverList(tuple(_shown(h, request) for h in store.packets.of_incident(number))))


@router.delete("/handovers/{packet}", **answers_with("HandoverItem"))
def revoke(request: Request, packet: str) -> Response:
    """End the link to a packet; the packet and its answers stay."""
    state = request.app.state
    found = state.store.packets.by_id(packet)
    if found is None:
        raise HTTPException(404, f"no packet {packet!r}")
    state.store.packets.revoke(packet, state.clock())
    return answer(request, _shown(state.store.packets.by_id(packet), request))


def _shown(handover: Handover, request: Request) -> HandoverItem:
    public_url = request.app.state.settings.public_url.rstrip("/")
    decisions = tuple(DecisionItem(d.at, d.answer, d.desk, d.reason, d.text) for d in handover.decisions)
    names = [n for n in HandoverItem.__struct_fields__ if n not in ("link", "decisions")]
    plain = {name: getattr(handover, name) for name in names}
    return HandoverItem(link=f"{public_url}/handover/{handover.token}", decisions=decisions, **plain)
