"""Which camera a label of the page speaks of, as Chromium names it: `name (vendor:product)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huonevahti_wire.profile import Profile

CAMERAS = ("customer_camera", "document_camera")


def role_of(label: str, profile: Profile) -> str:
    """Return the word of the camera role whose model stands in the page's label, as in `name (046d:085e)`; else empty.

    Two cameras of one model are both nobody: the page cannot tell them apart.
    """
    models = {role: match.model for role, match in profile.roles.items() if role in CAMERAS and match.model}
    found = [role for role, model in models.items() if f"({model})" in label]
    return found[0].removesuffix("_camera") if len(found) == 1 else ""
