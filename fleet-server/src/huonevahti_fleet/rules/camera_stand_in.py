"""Another camera than the room's own stands in for it, so its picture is not the one that was accepted."""

# Sample: camera.customer.present failed wrong_model value=046d:082d expected=2b7e:c877

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "camera_stand_in"
WATCHING_SECONDS = 10.0
SIGNALS = ("camera.customer.present", "camera.document.present")


def check(history: History) -> Fault | None:
    """Return the fault while a camera of another model hangs in the socket of the profile's."""
    strange = tuple(name for name in SIGNALS if reason(history, name) == "wrong_model")
    if not strange:
        return None
    at = since(history, *strange)
    seen = tuple(Evidence(f"camera_wrong_model.{name.split('.')[1]}", {"at": at}) for name in strange)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=False,
        rests_on=strange,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=seen,
        speaks_against=good(history, *SIGNALS, "usb.hub"),
        not_seen=(Evidence("unseen.picture"),),
        explains=("camera.order", "camera.views", "kiosk.devices", "call.camera"),
    )
