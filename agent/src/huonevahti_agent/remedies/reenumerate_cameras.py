"""Enumerates the cameras' hub anew, where a page cannot be told an order: the kernel numbers them by their ports."""

from __future__ import annotations

from huonevahti_agent.host import Host, Unavailable
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_wire.profile import Profile

NAME = "reenumerate_cameras"
TREATS: tuple[Ailment, ...] = (Ailment("camera.order", ("document_first", "customer_first")),)
CAP_PER_DAY = 1
"""Everything behind the hub is gone for a moment."""
LOOKS_AFTER_SECONDS = 8.0
"""What hangs on a hub is enumerated within five seconds; then the sound server takes it in."""


def apply(host: Host, treated: Treated, profile: Profile) -> None:
    """Switch the hub off and on; without one in the profile there is nothing that holds both cameras."""
    del treated  # the hub is the profile's
    hub = profile.roles.get("hub")
    if hub is None or hub.port is None:
        raise Unavailable("not_in_profile")
    host.reenumerate_usb(hub.port)


def undo(host: Host, former: None, profile: Profile) -> None:
    """Leave it: what a boot had drawn cannot be drawn again."""
    del host, former, profile
