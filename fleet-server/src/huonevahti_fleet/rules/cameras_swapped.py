"""The specialist sees the table instead of the customer: each camera hangs in the other one's socket."""

# Sample: camera.customer.present failed wrong_port value=1-1.3 expected=1-1.2
# Sample: camera.document.present failed wrong_port value=1-1.2 expected=1-1.3

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_outdated, reason, removals, since, watching

SLUG = "cameras_swapped"
WATCHING_SECONDS = 10.0
SIGNALS = ("camera.customer.present", "camera.document.present")
VIEWS = "camera.views"


def check(history: History) -> Fault | None:
    """Return the fault while both cameras are at the wrong port, or each sees the view learnt for the other.

    Two cameras of one model are told apart by nothing but what they see, in the empty room at night.
    """
    by_port = all(reason(history, name) == "wrong_port" for name in SIGNALS)
    by_view = reason(history, VIEWS) == "crossed" and not is_outdated(history, VIEWS, *SIGNALS)
    if not by_port and not by_view:
        return None
    rests_on = (*(SIGNALS if by_port else ()), *((VIEWS,) if by_view else ()))
    at = since(history, *rests_on)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN if by_port else Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=rests_on,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            *((Evidence("cameras_swapped", {"at": at}),) if by_port else ()),
            *((Evidence("views_crossed", {"at": at}),) if by_view else ()),
            *removals(history, "customer_camera", "document_camera"),
        ),
        speaks_against=good(history, *SIGNALS, "usb.hub", "touch.present", "call_button.present"),
        not_seen=(Evidence("unseen.picture"),),
        explains=("camera.order", "camera.views", "kiosk.devices", "call.camera"),
        variant="" if by_port else "views",
    )
