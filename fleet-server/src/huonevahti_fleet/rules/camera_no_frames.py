"""The specialist gets no picture or a jerking one: a camera is there, but gives none or few pictures."""

# Sample: camera.customer.frames failed no_frames value=0 expected=5 unit=per_second
# Sample: camera.customer.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._pictures import PICTURES
from huonevahti_fleet.rules._seen import good, is_off, number, reason, since, watching

SLUG = "camera_no_frames"
WATCHING_SECONDS = 0.0
SIGNALS = ("camera.customer.frames", "camera.document.frames")


def check(history: History) -> Fault | None:
    """Return the fault while a camera that is plugged in gives no pictures, or too few of them."""
    short = tuple(name for name in SIGNALS if is_off(history, name))
    if not short:
        return None
    at, is_customers = since(history, *short), SIGNALS[0] in short
    is_few = all(reason(history, name) != "no_frames" for name in short)
    seen = tuple(_seen(history, name) for name in short)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=reason(history, SIGNALS[0]) == "no_frames",
        rests_on=short,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=seen,
        speaks_against=good(
            history, *SIGNALS, "camera.customer.present", "camera.document.present", "usb.hub", "machine.cpu"
        ),
        explains=("camera.views", *PICTURES, "call.camera", "call.frames"),
        variant="few" if is_few else "" if is_customers else "document",
    )


def _seen(history: History, name: str) -> Evidence:
    return Evidence(f"frames_of.{name.split('.')[1]}", {"number": number(history, name)})
