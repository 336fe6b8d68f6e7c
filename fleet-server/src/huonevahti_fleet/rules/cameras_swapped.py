"""The specialist sees the table instead of the customer: each camera hangs in the other one's socket."""

# Sample: camera.customer.present failed wrong_port value=1-1.3 expected=1-1.2
# Sample: camera.document.present failed wrong_port value=1-1.2 expected=1-1.3

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, removals, since, watching

SLUG = "cameras_swapped"
WATCHING_SECONDS = 10.0
SIGNALS = ("camera.customer.present", "camera.document.present")


def check(history: History) -> Fault | None:
    """Return the fault while both cameras are there, and both at the wrong port."""
    if any(reason(history, name) != "wrong_port" for name in SIGNALS):
        return None
    at = since(history, *SIGNALS)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=SIGNALS,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("cameras_swapped", {"at": at}),
            *removals(history, "customer_camera", "document_camera"),
        ),
        speaks_against=good(history, "usb.hub", "touch.present", "call_button.present"),
        not_seen=(Evidence("unseen.picture"),),
        explains=("camera.order", "kiosk.devices", "call.camera"),
    )
