"""Devices and attempts that several probes are judged by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from huonevahti_agent.host import Handshake, SoundDevice, UsbDevice
from huonevahti_agent.probes._connections import Attempt
from huonevahti_wire.profile import Endpoint, Profile, Role, RoleMatch

EMPTY = Profile(name="p", platform="linux")
SOUND_DEVICE = SoundDevice(
    "alsa_input.usb-Jabra_510-00.mono", "Jabra", False, 0.8, True, "mic", None, ("Chromium input",)
)
USB_ROLES: dict[Role, RoleMatch] = {
    "hub": RoleMatch(port="1-1", model="05e3:0610"),
    "customer_camera": RoleMatch(port="1-1.1", model="046d:0825"),
    "call_button": RoleMatch(model="1b1c:0001"),
    "touch": RoleMatch(port="1-2", model="0eef:0001"),
}
USB = Profile(name="p", platform="linux", roles=USB_ROLES, known_models=("413c:2113",))
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SERVICES = Profile(
    name="p",
    platform="linux",
    endpoints={
        "page": Endpoint(host="page.example", issuers=("Public CA 1", "Trust Services")),
        "media": Endpoint(host="media.example"),
    },
)


def device(port: str, model: str, *, is_hub: bool = False) -> UsbDevice:
    """A USB device without serial number."""
    return UsbDevice(port, model, "", "Thing", is_hub)


def seen(
    endpoint: str = "page",
    common_name: str = "Public CA 1",
    *,
    organisation: str = "Public",
    trusted: bool | None = True,
    theirs: timedelta | None = timedelta(),
) -> Attempt:
    """An attempt that ended in a handshake with a certificate; `theirs` is how far the server's clock is ahead."""
    date_at = None if theirs is None else NOW + theirs
    return Attempt(endpoint, Handshake(0.02, common_name, organisation, trusted, "", date_at), NOW)


def lost(failure: str, endpoint: str = "page") -> Attempt:
    """An attempt that failed."""
    return Attempt(endpoint, Handshake(0.0, "", "", None, failure, None), NOW)
