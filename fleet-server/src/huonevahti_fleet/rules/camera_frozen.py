"""The specialist sees a still picture: a camera gives the same picture over and over."""

# Sample: camera.customer.picture failed frozen value=frozen
# Sample: camera.customer.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "camera_frozen"
WATCHING_SECONDS = 0.0
SIGNALS = ("camera.customer.picture", "camera.document.picture")


def check(history: History) -> Fault | None:
    """Return the fault while a camera's pictures do not differ by so much as noise."""
    frozen = tuple(name for name in SIGNALS if reason(history, name) == "frozen")
    if not frozen:
        return None
    at, is_customers = since(history, *frozen), SIGNALS[0] in frozen
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=is_customers,
        rests_on=frozen,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=tuple(Evidence(f"picture_frozen.{name.split('.')[1]}", {"at": at}) for name in frozen),
        speaks_against=good(
            history, *SIGNALS, "camera.customer.present", "camera.document.present", "usb.hub"
        ),
        explains=("camera.views", "call.camera", "call.frames"),
        variant="" if is_customers else "document",
    )
