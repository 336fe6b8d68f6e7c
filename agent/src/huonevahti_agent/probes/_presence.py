"""One plain USB device of a role: it is plugged in, or it is not."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, UsbDevice
from huonevahti_agent.probes import _judging, _places
from huonevahti_wire.profile import Profile, Role
from huonevahti_wire.signals import State


class Sample(Struct, frozen=True):
    """The devices on USB; None with the reason when they cannot be told."""

    devices: tuple[UsbDevice, ...] | None
    reason: str = ""


def sample(host: Host) -> Sample:
    """Return what is plugged in."""
    return Sample(*_judging.ask(host.usb_devices))


def judge(name: str, role: Role, sample: Sample, profile: Profile) -> list[Judgement]:
    """Return the role's one signal, none when the profile has no such role; it works at any port it is found at."""
    match = profile.roles.get(role)
    if match is None:
        return []
    if sample.devices is None:
        return [_judging.no_data(name, sample.reason)]
    where, _ = _places.place(role, profile.roles, sample.devices)
    if where in (_places.PRESENT, _places.WRONG_PORT):
        return [Judgement(name, State.OK)]
    return [Judgement(name, State.WARNING if match.optional else State.FAILED, reason=_places.MISSING)]
