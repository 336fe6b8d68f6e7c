"""Papers cannot be shown: the document camera is not where it belongs."""

# Sample: camera.document.present failed missing
# Sample: removed document_camera

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, removals, since, watching

SLUG = "document_camera_gone"
WATCHING_SECONDS = 10.0
SIGNAL = "camera.document.present"
OTHER = "camera.customer.present"


def check(history: History) -> Fault | None:
    """Return the fault while the camera is missing, or alone in a wrong socket (both there are swapped)."""
    why = reason(history, SIGNAL)
    if why not in ("missing", "wrong_port") or (why == reason(history, OTHER) == "wrong_port"):
        return None
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence(f"camera_{why}.document", {"at": at}), *removals(history, "document_camera")),
        speaks_against=good(history, OTHER, "usb.hub", "touch.present", "call_button.present"),
        explains=(
            "camera.order",
            "kiosk.devices",
            "camera.document.frames",
            "camera.document.picture",
            "camera.views",
        ),
        variant="wrong_port" if why == "wrong_port" else "",
    )
