"""The specialist sees a black or white picture: the document camera comes first, where the customer's should."""

# Sample: camera.order failed document_first value=document_camera expected=customer_camera
# Sample: booted remedy

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import boots, good, reason, since, watching
from huonevahti_wire.signals import State

SLUG = "document_camera_first"
WATCHING_SECONDS = 10.0


def check(history: History) -> Fault | None:
    """Return the fault while both cameras are there but enumerate in the wrong order; a stranger's camera is none."""
    if not history.failed("camera.order") or reason(history, "camera.order") == "stranger_first":
        return None
    at = since(history, "camera.order")
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("camera.order",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("document_first", {"at": at}), *_redrawn(history)),
        speaks_against=good(history, "camera.customer.present", "camera.document.present", "usb.hub"),
        not_seen=(Evidence("unseen.picture"), Evidence("unseen.specialist_source")),
        explains=("kiosk.devices", "call.camera"),
    )


def _redrawn(history: History) -> tuple[Evidence, ...]:
    """Say at which boot the order was drawn, and whether it was right before that boot."""
    boot = next(boots(history), None)
    if boot is None:
        return ()
    booted_at, booted = boot
    drawn = Evidence(f"boot.{booted.cause}", {"at": booted_at})
    was_right = any(
        c.name == "camera.order" and c.was is State.OK and c.at >= booted_at for c in history.changes
    )
    return (drawn, Evidence("order_changed_at_boot")) if was_right else (drawn,)
