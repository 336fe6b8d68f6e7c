"""Accessibility statement: how far the service conforms, how that was assessed, and where to write."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.pages._render import render

PARTS = ("conformity", "assessment", "limits", "contact", "supervision")
router = APIRouter()


def view() -> tuple[str, ...]:
    """Return the parts of the statement, in order."""
    return PARTS


@router.get("/accessibility")
def accessibility(request: Request) -> HTMLResponse:
    """Show the statement."""
    return render(request, "accessibility.html", "accessibility", parts=view())
