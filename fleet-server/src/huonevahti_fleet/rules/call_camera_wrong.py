"""The specialist does not see the customer in the call that is up: another camera is sent, a still one, or none."""

# Sample: call.camera warning none_sent
# Sample: camera.customer.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching
from huonevahti_wire.signals import Signal, State

SLUG = "call_camera_wrong"
WATCHING_SECONDS = 60.0
PAPERS_SECONDS = 300.0
"""Papers are shown for minutes; so long the document camera is taken as meant."""
SIGNAL = "call.camera"
ORDER = ("camera.order", "kiosk.devices")


def check(history: History) -> Fault | None:
    """Return the fault while no moving picture of the customer camera is sent.

    The specialist may choose the document camera: where the room knows that it offers the customer camera first, that
    choice is the specialist's own and no fault of the room.
    """
    signal = history.signal(SIGNAL)
    how = _how(history, signal)
    if signal is None or not how:
        return None
    at = since(history, SIGNAL)
    is_still = how == "not_live"
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL if is_still else Owner.UNDECIDED,
        confidence=Confidence.LIKELY if is_still else Confidence.SUSPECTED,
        since=at,
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, PAPERS_SECONDS if how == "document" else WATCHING_SECONDS),
        points_to=(Evidence(f"call_camera_{how}", {"at": at}),),
        speaks_against=good(history, "camera.customer.present", *ORDER, "usb.hub", "call.loss"),
        not_seen=(Evidence("unseen.specialist_source"),),
        explains=("call.frames",),
        question="" if is_still else "source_meant",
        variant="" if how == "document" else how,
    )


def _how(history: History, signal: Signal | None) -> str:
    if signal is None or signal.state is State.NO_DATA:
        return ""
    if signal.state is not State.OK:
        return "not_live" if signal.reason == "not_live" else "none_sent"
    is_known = any(history.state(name) is State.OK for name in ORDER)
    return "document" if signal.value == "document" and not is_known else ""
