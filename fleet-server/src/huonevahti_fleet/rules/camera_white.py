"""The specialist sees white: a camera looks into a light or at something bare, or its sensor is blinded."""

# Sample: camera.customer.picture failed white value=white
# Sample: camera.document.picture ok value=normal

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.faults import Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.rules._pictures import WATCHING_SECONDS, looking

__all__ = ["SLUG", "WATCHING_SECONDS", "check"]
SLUG = "camera_white"


def check(history: History) -> Fault | None:
    """Return the fault while a picture is white where that is not usual: a bare table under its own camera is."""
    fault = looking(history, SLUG, "white")
    return replace(fault, not_seen=(Evidence("unseen.lens"),)) if fault else None
