"""The hub that the room's devices hang on, and devices that nobody expected."""

from __future__ import annotations

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, UsbDevice
from huonevahti_agent.probes import _judging, _places, _presence
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "usb"
SIGNALS: tuple[str, ...] = ("usb.hub", "usb.stranger")


def sample(host: Host, profile: Profile) -> _presence.Sample:
    """Return what is plugged in."""
    del profile  # every device is asked for
    return _presence.sample(host)


def signals(sample: _presence.Sample, profile: Profile) -> list[Judgement]:
    """Return the hub's presence and the number of strangers; a profile that names no USB device knows none."""
    return [*_hub(sample, profile), *_strangers(sample, profile)]


def _hub(sample: _presence.Sample, profile: Profile) -> list[Judgement]:
    if "hub" not in profile.roles:
        return []
    if sample.devices is None:
        return [_judging.no_data("usb.hub", sample.reason)]
    where, _ = _places.place("hub", profile.roles, sample.devices)
    if where == _places.PRESENT:
        return [Judgement("usb.hub", State.OK)]
    return [Judgement("usb.hub", State.FAILED, reason=_places.MISSING)]


def _strangers(sample: _presence.Sample, profile: Profile) -> list[Judgement]:
    if not any(_places.on_usb(match) for match in profile.roles.values()):
        return []
    if sample.devices is None:
        return [_judging.no_data("usb.stranger", sample.reason)]
    strangers = [device for device in sample.devices if not _is_expected(device, profile)]
    if strangers:
        is_let_in = any(device.is_authorized for device in strangers)
        reason = "stranger" if is_let_in else "stranger_blocked"
        return [Judgement("usb.stranger", State.WARNING, len(strangers), "devices", 0, reason)]
    return [Judgement("usb.stranger", State.OK, 0, "devices", 0)]


def _is_expected(device: UsbDevice, profile: Profile) -> bool:
    """Hubs are wiring. What sits at a role's port is that role's to judge, and so is a role's model elsewhere."""
    if device.is_hub or device.model in profile.known_models:
        return True
    return any(
        device.port == match.port or (match.model is not None and device.model == match.model)
        for match in profile.roles.values()
    )
