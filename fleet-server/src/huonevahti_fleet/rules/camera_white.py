"""The specialist sees white: a camera looks into a light or at something bare, or its sensor is blinded."""

# Sample: camera.customer.picture failed white value=white
# Sample: camera.document.picture ok value=normal

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "camera_white"
WATCHING_SECONDS = 0.0
SIGNALS = ("camera.customer.picture", "camera.document.picture")


def check(history: History) -> Fault | None:
    """Return the fault while a picture is white where that is not usual: a bare table under its own camera is."""
    white = tuple(name for name in SIGNALS if reason(history, name) == "white")
    if not white:
        return None
    at, is_customers = since(history, *white), SIGNALS[0] in white
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=is_customers,
        rests_on=white,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=tuple(Evidence(f"picture_white.{name.split('.')[1]}", {"at": at}) for name in white),
        speaks_against=good(history, *SIGNALS, "camera.customer.present", "camera.order"),
        not_seen=(Evidence("unseen.lens"),),
        explains=("camera.views",),
        variant="" if is_customers else "document",
    )
