"""Devices drop off and come back many times a day: a plug or socket is worn."""

# Sample: usb.disconnects warning value=14 expected=6 unit=per_day
# Sample: removed customer_camera count=9

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, since, watching
from huonevahti_wire.messages import HotPlug

SLUG = "usb_flapping"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while the day's disconnections pass the profile's limit."""
    signal = history.signal("usb.disconnects")
    if signal is None or not is_off(history, signal.name):
        return None
    at, worst = since(history, signal.name), _worst(history)
    count = round(signal.value) if isinstance(signal.value, float | int) else 0
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=False,
        rests_on=(signal.name,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("disconnects", {"count": count}), *worst),
        speaks_against=good(history, "usb.hub", "camera.customer.present", "camera.document.present"),
        explains=("microphone.crackle", "microphone.dropouts") if _is_microphones(worst) else (),
        values={"count": count},
    )


def _is_microphones(worst: tuple[Evidence, ...]) -> bool:
    return any(evidence.code == "falls_off.microphone" for evidence in worst)


def _worst(history: History) -> tuple[Evidence, ...]:
    """Name the role that fell off most often, when events tell."""
    counts: dict[str, int] = {}
    for event in history.events:
        if (
            isinstance(event.body, HotPlug)
            and event.body.action == "removed"
            and event.body.role in history.profile.roles
        ):
            counts[event.body.role] = counts.get(event.body.role, 0) + event.body.count
    if not counts:
        return ()
    role = max(counts, key=lambda name: counts[name])
    return (Evidence(f"falls_off.{role}", {"count": counts[role]}),)
