"""The specialist gets no picture: the terminal has its cameras, but the kiosk's page does not see them."""

# Sample: camera.customer.present ok
# Sample: kiosk.devices failed camera_missing value=1 expected=2 unit=cameras

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "page_sees_no_camera"
WATCHING_SECONDS = 60.0
SIGNAL = "kiosk.devices"


def check(history: History) -> Fault | None:
    """Return the fault while the page misses a camera, or may not use any; everywhere at once it is the page's own."""
    why = reason(history, SIGNAL)
    if why not in ("camera_missing", "not_permitted"):
        return None
    far, at = reach(history, SLUG), since(history, SIGNAL)
    signal = history.signals[SIGNAL]
    count = round(signal.value) if isinstance(signal.value, float | int) else 0
    is_wide = far in ("fleet", "model")
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if is_wide else Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence(f"page_{why}", {"at": at, "count": count}), *shared(far)),
        speaks_against=good(history, "camera.customer.present", "camera.document.present", "usb.hub"),
        not_seen=(Evidence("unseen.picture"),),
        explains=("call.camera", "call.frames"),
        scope=place_of(far),
        variant="not_permitted" if why == "not_permitted" else "",
    )
