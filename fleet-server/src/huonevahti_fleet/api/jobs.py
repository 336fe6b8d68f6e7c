"""Orders to terminals: give one, and see where it stands."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, HTTPException, Request, Response

from huonevahti_fleet.api import words
from huonevahti_fleet.api.answers import answer, answers_with, problem
from huonevahti_fleet.api.shapes import JobOrder
from huonevahti_fleet.flows.order_job import order_measure

router = APIRouter(tags=["jobs"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/JobOrder"}}},
    }
}
ORDER_BYTES = 4096


@router.post("/jobs", status_code=202, openapi_extra=_BODY, **answers_with("JobItem", 202))
async def order(request: Request) -> Response:
    """Order a terminal to measure everything at once; it is offered until it answers or ten minutes are over."""
    body = await request.body()
    try:
        asked = msgspec.json.decode(body[:ORDER_BYTES], type=JobOrder)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return problem(request, 422, f"body: {error}")
    state = request.app.state
    if state.seal is None:
        raise HTTPException(503, "this server reads no broker, so it cannot order")
    job = order_measure(
        state.store, asked.room, state.seal, state.clock(), room_is_empty=asked.room_is_empty
    )
    if job is None:
        raise HTTPException(404, f"room: {asked.room!r} has no terminal that was ever heard")
    return answer(request, words.job(job), 202)


@router.get("/jobs/{job_id}", **answers_with("JobItem"))
def job(request: Request, job_id: str) -> Response:
    """Show where an order stands."""
    found = request.app.state.store.job(job_id)
    if found is None:
        raise HTTPException(404, f"no job {job_id!r}")
    return answer(request, words.job(found))
