"""Everything that hangs on the room's USB hub is gone at once: the hub itself is lost."""

# Sample: usb.hub failed missing
# Sample: camera.customer.present failed missing
# Sample: camera.document.present failed missing
# Sample: call_button.present failed missing

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, removals, since, watching
from huonevahti_wire.signals import State

SLUG = "usb_hub_lost"
WATCHING_SECONDS = 10.0
HANGING: dict[str, tuple[str, ...]] = {
    "customer_camera": (
        *("camera.customer.present", "camera.customer.frames", "camera.customer.picture"),
        *("camera.order", "camera.views", "kiosk.devices", "call.camera", "call.frames"),
    ),
    "document_camera": (
        *("camera.document.present", "camera.document.frames", "camera.document.picture"),
        *("camera.order", "camera.views", "kiosk.devices"),
    ),
    "call_button": ("call_button.present",),
    "touch": ("touch.present",),
    "microphone": ("microphone.*", "sound.loop"),
    "speakers": ("speakers.*", "sound.loop"),
}


def check(history: History) -> Fault | None:
    """Return the fault while the hub is missing; it explains every role that has its port behind it."""
    if not history.failed("usb.hub"):
        return None
    at = since(history, "usb.hub")
    explains = _behind_the_hub(history)
    lost = sum(
        1 for name, signal in history.signals.items() if name in explains and signal.state is State.FAILED
    )
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("usb.hub",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("hub_missing", {"at": at}),
            *((Evidence("lost_with_hub", {"count": lost}),) if lost else ()),
            *removals(history, "hub"),
        ),
        speaks_against=good(history, "microphone.present", "speakers.present", "touch.present"),
        not_seen=(Evidence("unseen.hub_power"),),
        explains=explains,
    )


def _behind_the_hub(history: History) -> tuple[str, ...]:
    roles = history.profile.roles
    hub = roles["hub"].port if "hub" in roles else None
    behind = [
        name
        for role, match in roles.items()
        if role in HANGING and match.port and (hub is None or match.port.startswith(f"{hub}."))
        for name in HANGING[role]
    ]
    return (*dict.fromkeys(behind), "usb.disconnects")
