"""The specialist sees black: a camera's picture is dark, though the other camera sees light."""

# Sample: camera.customer.picture failed dark value=dark
# Sample: camera.document.picture ok value=normal

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.faults import Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.rules._pictures import WATCHING_SECONDS, looking
from huonevahti_fleet.rules._seen import removals

__all__ = ["SLUG", "WATCHING_SECONDS", "check"]
SLUG = "camera_dark"


def check(history: History) -> Fault | None:
    """Return the fault while a picture is dark; a room that is unlit for all of them has no fault."""
    fault = looking(history, SLUG, "dark")
    if fault is None:
        return None
    pulled = removals(history, "customer_camera", "document_camera")
    return replace(fault, points_to=(*fault.points_to, *pulled), not_seen=(Evidence("unseen.lens"),))
