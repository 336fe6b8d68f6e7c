"""The specialist sees a still picture: a camera gives the same picture over and over."""

# Sample: camera.customer.picture failed frozen value=frozen
# Sample: camera.customer.present ok

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.faults import Confidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._pictures import WATCHING_SECONDS, looking
from huonevahti_fleet.rules._seen import good

__all__ = ["SLUG", "WATCHING_SECONDS", "check"]
SLUG = "camera_frozen"


def check(history: History) -> Fault | None:
    """Return the fault while a camera's pictures do not differ by so much as noise."""
    fault = looking(history, SLUG, "frozen")
    if fault is None:
        return None
    return replace(
        fault,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        speaks_against=(*fault.speaks_against, *good(history, "usb.hub")),
        explains=(*fault.explains, "call.camera", "call.frames"),
    )
