"""What faults of a camera's picture share: which cameras show it, and whether the customer's own is among them."""

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, since, watching

PICTURES = ("camera.customer.picture", "camera.document.picture")
WATCHING_SECONDS = 0.0
"""A picture is judged from several looks in an empty room: nothing is gained by waiting for the next night."""


def looking(history: History, slug: str, look: str) -> Fault | None:
    """Return the fault that a camera's picture looks so, filed as somebody's who is on the spot."""
    names = tuple(name for name in PICTURES if reason(history, name) == look)
    if not names:
        return None
    at, is_customers = since(history, *names), PICTURES[0] in names
    return Fault(
        slug=slug,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=is_customers,
        rests_on=names,
        watching_seconds=watching(history, slug, WATCHING_SECONDS),
        points_to=tuple(Evidence(f"picture_{look}.{name.split('.')[1]}", {"at": at}) for name in names),
        speaks_against=good(history, *PICTURES, "camera.customer.present", "camera.document.present"),
        explains=("camera.views",),
        variant="" if is_customers else "document",
    )
