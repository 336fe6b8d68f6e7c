"""Checks: what a specialist's own browser found, under the code that was read out to support."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.complaint_shapes import CheckItem
from huonevahti_fleet.domain.checks import suspected, to_ask
from huonevahti_fleet.flows.keep_check import look_up

router = APIRouter(tags=["checks"])


@router.get("/checks/{code}", **answers_with("CheckItem"))
def check(request: Request, code: str) -> Response:
    """Show the result of a check, within the hour that it is kept."""
    found = look_up(request.app.state.store, code, request.app.state.clock())
    if found is None:
        raise HTTPException(404, "no result under this code, or its hour is over")
    result = found.result
    return answer(request, CheckItem(found.made_at, found.expires_at, suspected(result), to_ask(result), result))
