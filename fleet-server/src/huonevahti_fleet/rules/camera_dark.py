"""The specialist sees black: a camera's picture is dark, though the other camera sees light."""

# Sample: camera.customer.picture failed dark value=dark
# Sample: camera.document.picture ok value=normal

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, removals, since, watching

SLUG = "camera_dark"
WATCHING_SECONDS = 0.0
SIGNALS = ("camera.customer.picture", "camera.document.picture")


def check(history: History) -> Fault | None:
    """Return the fault while a picture is dark; a room that is unlit for all of them has no fault."""
    dark = tuple(name for name in SIGNALS if reason(history, name) == "dark")
    if not dark:
        return None
    at, is_customers = since(history, *dark), SIGNALS[0] in dark
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=is_customers,
        rests_on=dark,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            *(Evidence(f"picture_dark.{name.split('.')[1]}", {"at": at}) for name in dark),
            *removals(history, "customer_camera", "document_camera"),
        ),
        speaks_against=good(history, *SIGNALS, "camera.customer.present", "camera.document.present"),
        not_seen=(Evidence("unseen.lens"),),
        explains=("camera.views",),
        variant="" if is_customers else "document",
    )
