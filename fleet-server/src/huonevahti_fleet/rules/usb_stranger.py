"""A device that nobody gave the room is plugged into its terminal."""

# Sample: usb.stranger warning stranger value=1
# Sample: camera.order failed stranger_first value=stranger expected=customer

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, reason, since, watching

SLUG = "usb_stranger"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while a device is plugged in that the profile does not know; a camera taken first unfits."""
    signal = history.signal("usb.stranger")
    if signal is None or not is_off(history, signal.name):
        return None
    at = since(history, signal.name)
    is_blocked = signal.reason == "stranger_blocked"
    is_taken_first = reason(history, "camera.order") == "stranger_first"
    count = round(signal.value) if isinstance(signal.value, float | int) else 1
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=is_taken_first,
        rests_on=(signal.name,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("strangers", {"count": count, "at": at}),
            *((Evidence("strangers_blocked"),) if is_blocked else ()),
        ),
        speaks_against=good(history, "usb.hub"),
        explains=("camera.order", "kiosk.devices", "call.camera") if is_taken_first else (),
        harm=Harm.COSMETIC,
        variant="blocked" if is_blocked else "",
    )
